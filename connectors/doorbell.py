"""The nudge: a job that commits with the rows it is about. Losing one costs seconds, never a message."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

ANSWER = "connectors.answer"
DELIVER = "connectors.deliver"
QUEUE = "conversations"
WEB_EVENTS = "dalil_web_events"  # PostgreSQL channel; the payload is a conversation id


def ring(task: str, conversation: UUID) -> None:
    """Ask a worker to look at a conversation once the surrounding transaction commits.

    The manager is made here because a worker in the same process replaces the app's connector
    with one of its own, and a job deferred through that would not share our transaction.
    """
    job = tasks.configure_task(name=task, job_manager=JobManager(DjangoConnector()), lock=f"{task}:{conversation}", queue=QUEUE)
    job.defer(conversation=str(conversation))


def tell_web_listeners(conversation: UUID) -> None:
    """Wake the event streams of a web conversation once the surrounding transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [WEB_EVENTS, str(conversation)])
