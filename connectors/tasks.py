"""The jobs that wake a conversation up. procrastinate finds this module; the rows are the truth, a job is a nudge."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from connectors import doorbell


@app.task(name=doorbell.ANSWER, queue=doorbell.QUEUE, pass_context=True)
async def answer(context: JobContext, conversation: str) -> None:
    await context.additional_context["answering"].work_off(UUID(conversation))


@app.task(name=doorbell.DELIVER, queue=doorbell.QUEUE, pass_context=True)
async def deliver(context: JobContext, conversation: str) -> None:
    await context.additional_context["delivery"].work_off(UUID(conversation))
