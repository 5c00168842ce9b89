"""The nudge: a job that commits with the rows it is about. Losing one costs seconds, never a message."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.types import JSONDict

ANSWER = "connectors.answer"
DELIVER = "connectors.deliver"
QUEUE = "conversations"
WEB_EVENTS = "dalil_web_events"  # PostgreSQL channel; the payload is a conversation id


def ring(task: str, *conversations: UUID) -> None:
    """Ask workers to look at conversations once the surrounding transaction commits. One statement, however many.

    The manager is made here because a worker in the same process replaces the app's connector
    with one of its own, and a job deferred through that would not share our transaction.
    """
    if conversations:
        JobManager(DjangoConnector()).batch_defer_jobs([_job(task, conversation) for conversation in conversations])


def _job(task: str, conversation: UUID) -> Job:
    arguments: JSONDict = {"conversation": str(conversation)}
    return Job(id=None, lock=f"{task}:{conversation}", queueing_lock=None, task_name=task, queue=QUEUE, task_kwargs=arguments)


def tell_web_listeners(conversation: UUID) -> None:
    """Wake the event streams of a web conversation once the surrounding transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [WEB_EVENTS, str(conversation)])
