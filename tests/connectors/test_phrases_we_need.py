"""The catalogue says everything the channels ask of it, in every language and within the providers' limits."""

from __future__ import annotations

import pytest

from connectors import commands
from connectors.answering import KIND_PHRASES
from connectors.channels.telegram import render as telegram
from connectors.channels.whatsapp import render as whatsapp
from connectors.message import Button, Citation, HelplineCard, Reply
from knowledge.article import Language
from knowledge.phrases import say
from tests.fakes import whatsapp as graph


@pytest.mark.parametrize("language", Language)
def test_every_key_of_the_channels_is_in_the_catalogue(language: Language) -> None:
    for key in (*KIND_PHRASES.values(), "technical_problem", "list_button", "protect_check_first"):
        assert say(key, language)
    for name in commands.MENU_COMMANDS:
        assert 1 <= len(say(f"cmd_{name}", language)) <= 256
    for key in ("source_line", "source_line_unconfirmed"):
        assert "05/11/2026" in say(key, language, source="x", date="05/11/2026")
    assert len(say("list_button", language)) <= graph.MAX_PICKER


@pytest.mark.parametrize("language", Language)
def test_a_full_reply_can_be_drawn_with_the_catalogue(language: Language) -> None:
    reply = Reply(
        text="**نص** text",
        language=language.value,
        citations=(Citation(article="a", title="INPS", url="https://www.inps.it", checked_on="2026-11-05", confirmed=False),),
        helplines=(HelplineCard(name="N", phone="+39 06 3751", country="IT", check_first=True),),
        buttons=tuple(
            Button(label=say(key, language), payload=f"/{key}") for key in ("button_more", "button_yes", "button_no", "button_person")
        ),
    )
    assert all(graph.refusal(dict(body)) is None for body in whatsapp.render(reply, 1, "212600000001", say))
    assert "https://www.inps.it" in telegram.render(reply, 1, "5", say)[0]["text"]
