"""Deleting an article, or editing a figure or helpline, writes a change in the same transaction; `Article.save` does its own."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from knowledge.models import Article, ContentChange, Figure, Helpline


@receiver(post_delete, sender=Article, dispatch_uid="knowledge.article_deleted")
def _article_deleted(instance: Article, **_: Any) -> None:
    ContentChange.objects.create(article=instance.slug, language=instance.language.value)


@receiver([post_save, post_delete], sender=Figure, dispatch_uid="knowledge.figure_changed")
@receiver([post_save, post_delete], sender=Helpline, dispatch_uid="knowledge.helpline_changed")
def _data_changed(**_: Any) -> None:
    ContentChange.objects.create(article="")
