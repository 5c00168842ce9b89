"""A page that says what to do when the master key of the conversations is missing, instead of an error nobody can read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from connectors.errors import KeysUnavailable

GetResponse = Callable[[HttpRequest], HttpResponse]


class WhenLocked:
    """Only the missing key is caught: any other failure stays what it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 and the page: it works again as soon as the key is back."""
        if not isinstance(exception, KeysUnavailable):
            return None
        return render(request, "staff/locked.html", status=503)
