"""The judge of the faults run sees what was lost, doubled and disordered, and accuses nobody else."""

from __future__ import annotations

import asyncio
import random

import pytest

from benchmarks.faults import script
from benchmarks.faults.judging import Verdict, Witness, judge
from benchmarks.faults.killing import Step
from benchmarks.faults.people import web_text, whatsapp_text
from benchmarks.faults.script import Conversation, Planned
from connectors.channels.telegram import render as telegram
from connectors.channels.web.drawing import draw
from connectors.channels.whatsapp import render as whatsapp
from connectors.message import Reply
from knowledge import phrases
from knowledge.article import Language

BOTH = [(0, 0), (0, 1), (1, 0), (1, 1)]


def _talk(channel: str = "whatsapp") -> Conversation:
    messages = tuple(Planned(number=number, repeats=0, overtaken=False) for number in range(2))
    return Conversation(person=7, channel=channel, messages=messages)


def _seen(received: list[tuple[int, int]], *, overlapping: bool = False) -> Witness:
    """The first message kept before the second one began, or at the same time."""
    return Witness(begun={0: 0.0, 1: 0.5 if overlapping else 2.0}, kept={0: 1.0, 1: 3.0}, received=received)


def _judged(seen: Witness, channel: str = "whatsapp", labelled: dict[str, int] | None = None) -> Verdict:
    return judge([_talk(channel)], {7: seen}, kills=0, labelled=labelled or {})


def test_whole_answers_in_order_are_clean() -> None:
    verdict = _judged(_seen(BOTH))
    assert verdict.is_clean()
    assert verdict.as_json() == {"messages": 2, "kills": 0, "lost": 0, "duplicates": 0, "out_of_order": 0, "labelled_uncertain": 0}


@pytest.mark.parametrize("missing", BOTH)
def test_a_message_with_half_an_answer_is_lost(missing: tuple[int, int]) -> None:
    assert _judged(_seen([part for part in BOTH if part != missing])).lost == 1


@pytest.mark.parametrize("channel", ["whatsapp", "web"])
def test_no_label_excuses_a_double_where_it_can_be_told(channel: str) -> None:
    assert _judged(_seen([*BOTH, (1, 1)]), channel, {"telegram": 9, channel: 9}).duplicates == 1


def test_on_telegram_a_double_is_excused_by_its_label_alone() -> None:
    assert _judged(_seen([*BOTH, (1, 1)]), "telegram").duplicates == 1
    labelled = _judged(_seen([*BOTH, (1, 1)]), "telegram", {"telegram": 1})
    assert (labelled.duplicates, labelled.labelled_uncertain) == (0, 1)


@pytest.mark.parametrize("received", [[(0, 1), (0, 0), (1, 0), (1, 1)], [(1, 0), (1, 1), (0, 0), (0, 1)], [(0, 0), (1, 0), (0, 1), (1, 1)]])
def test_parts_and_answers_in_the_wrong_order_are_seen(received: list[tuple[int, int]]) -> None:
    assert _judged(_seen(received)).out_of_order > 0


def test_messages_that_were_on_their_way_together_may_be_answered_in_either_order() -> None:
    received = [(1, 0), (1, 1), (0, 0), (0, 1)]
    assert _judged(_seen(received, overlapping=True)).out_of_order == 0


def test_the_second_arrival_of_a_part_disorders_nothing() -> None:
    assert _judged(_seen([*BOTH, (0, 0)]), "telegram", {"telegram": 1}).is_clean()


def test_every_part_is_told_from_every_other_in_every_language() -> None:
    texts = {phrases.say(key, language) for language in Language for keys in script.PARTS for key in keys}
    assert len(texts) == len(Language) * len(script.PARTS) * 2
    for number, keys in enumerate(script.PARTS):
        for part, key in enumerate(keys):
            assert {script.part_of(f"\u2067{phrases.say(key, language)}\u2069\n") for language in Language} == {(number, part)}
    assert script.part_of(phrases.say("technical_problem", Language.FR)) is None


def test_the_words_of_a_message_tell_which_it_is() -> None:
    assert [script.asked(script.words(number)) for number in range(len(script.PARTS))] == list(range(len(script.PARTS)))
    with pytest.raises(ValueError, match="script"):
        script.asked("Bonjour")


def test_a_plan_holds_the_messages_asked_for_with_their_shares_of_trouble() -> None:
    conversations = script.plan(10_003, random.Random(3))
    messages = [message for conversation in conversations for message in conversation.messages]
    assert len(messages) == 10_003
    assert {conversation.channel for conversation in conversations} == {"whatsapp", "telegram", "web"}
    assert 0.28 < sum(message.repeats > 0 for message in messages) / len(messages) < 0.32
    assert 0.08 < sum(message.overtaken for message in messages) / len(messages) < 0.12
    for conversation in conversations:
        assert sorted(m.number for m in conversation.in_delivery_order()) == [m.number for m in conversation.messages]


@pytest.mark.anyio
@pytest.mark.parametrize(("messages", "kills"), [(20, 5), (5, 20), (7, 0), (1, 1)])
async def test_messages_and_kills_go_in_step_and_both_come_to_their_end(messages: int, kills: int) -> None:
    step, furthest = Step(messages, kills), 0.0

    async def talk() -> None:
        nonlocal furthest
        for _ in range(messages):
            await step.next_message()
            furthest = max(furthest, step.sent / messages - (step.killed + 1) / max(1, kills))

    async def kill() -> None:
        while step.killed < kills:
            await step.next_kill()
            await asyncio.sleep(0)
            await step.note_kill()

    async with asyncio.timeout(5):
        await asyncio.gather(talk(), kill())
    assert (step.sent, step.killed) == (messages, kills)
    assert kills == 0 or furthest <= 1 / messages


@pytest.mark.parametrize("language", Language)
def test_an_answer_is_recognised_as_each_channel_draws_it(language: Language) -> None:
    for number, keys in enumerate(script.PARTS):
        for part, key in enumerate(keys):
            reply = Reply(text=phrases.say(key, language), language=language.value)
            (body,) = whatsapp.render(reply, 1, "212600000001", phrases.say)
            (message,) = telegram.render(reply, 1, "5", phrases.say)
            shown = (whatsapp_text(dict(body)), str(message["text"]), web_text(draw(1, reply, phrases.say)["blocks"]))
            assert [script.part_of(text) for text in shown] == [(number, part)] * 3
