"""Addresses of the staff site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from staff.health import health

urlpatterns = [path("health/", health, name="health"), path("", include(wagtailadmin_urls))]
