"""The parts of the web chat that touch nothing: sessions, languages, layout, limits, forms, policy."""

from __future__ import annotations

import doctest
import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.web import calendar_page, drawing, limits, policy, protocol, sessions, shapes, tongue, words
from connectors.channels.web.drawing import dial, draw
from connectors.channels.web.limits import Limits
from connectors.errors import BadRequest
from connectors.message import Button, Citation, HelplineCard, Kind, Reply
from knowledge.article import Language
from tests.connectors.web.scripted import say

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK = timedelta(days=7)
SECRET = b"k" * 32
TOKEN = sessions.issue(SECRET, NOW, b"n" * sessions.NONCE_BYTES)


@pytest.mark.parametrize("module", [calendar_page, drawing, limits, policy, shapes, tongue])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_token_is_read_by_its_key_until_it_is_too_old() -> None:
    session = sessions.read(SECRET, TOKEN, NOW + timedelta(days=6), WEEK)
    assert session is not None and session.issued_at == NOW
    assert sessions.read(SECRET, TOKEN, NOW + WEEK, WEEK) is None
    assert sessions.read(SECRET, TOKEN, NOW - timedelta(days=1), WEEK) is None
    assert sessions.read(b"other" * 8, TOKEN, NOW, WEEK) is None


def test_a_session_cannot_be_guessed() -> None:
    assert sessions.NONCE_BYTES * 8 >= 128
    with pytest.raises(ValueError, match="random bytes"):
        sessions.issue(SECRET, NOW, b"short")


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_a_changed_token_is_nobody(place: int, letter: str) -> None:
    changed = TOKEN[:place] + letter + TOKEN[place + 1 :]
    read = sessions.read(SECRET, changed, NOW, WEEK)
    genuine = sessions.read(SECRET, TOKEN, NOW, WEEK)
    assert read is None or read == genuine  # the last letter carries two unused bits


@given(st.text(max_size=80))
def test_any_text_as_a_token_is_nobody(text: str) -> None:
    assert sessions.read(SECRET, text, NOW, WEEK) is None


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "language"),
    [
        ("fr", "de", "it", "fr"),
        ("xx", "de", "it", "de"),
        (None, None, "it-IT,it;q=0.9,en;q=0.8", "it"),
        (None, None, "es;q=0.9, en;q=0.1, ar;q=0.5", "ar"),
        (None, None, "de;q=0, fr;q=0.2", "fr"),
        (None, None, "de;q=x", "ar"),
        (None, None, "*", "ar"),
        (None, None, "", "ar"),
    ],
)
def test_the_page_speaks_what_was_asked_for_then_what_is_remembered_then_the_browsers(
    asked: str | None, remembered: str | None, accepted: str, language: str
) -> None:
    assert tongue.choose(asked, remembered, accepted, Language.AR) == language


def test_a_paragraph_of_the_other_script_gets_its_own_direction() -> None:
    first, second, third = shapes.blocks("هذا الجواب بالفرنسية:\n\nVous avez droit à un contrat.\n\n12", "fr")
    assert (first.get("d"), second.get("d"), third.get("d")) == ("rtl", None, None)


def test_lists_keep_their_kind_and_their_number() -> None:
    kinds = [(block["k"], block.get("start")) for block in shapes.blocks("Then:\n3. Go\n4. Wait\n- or call\n* or write", "en")]
    assert kinds == [("p", None), ("ol", 3), ("ul", None)]


def test_a_command_keeps_its_slash_in_arabic_and_an_address_stays_whole() -> None:
    spans = shapes.spans("أرسلوا /delete أو انظروا https://a.example/b.", "ar")
    assert {"i": "/delete"} in spans and {"a": "https://a.example/b", "t": "a.example/b"} in spans


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:", "http://[", "file:///etc"])
def test_an_address_of_another_kind_is_no_link(address: str) -> None:
    assert not shapes.is_safe(address)
    assert all(isinstance(span, str) for span in shapes.spans(f"[tap]({address})", "en"))


@given(st.text(max_size=300), st.sampled_from(["ar", "fr"]))
def test_any_text_is_laid_out_and_loses_no_letter(text: str, language: str) -> None:
    drawn = json.dumps(shapes.blocks(text, language), ensure_ascii=False)
    assert [
        letter
        for letter in text
        if letter.isalpha() and letter not in "\u2066\u2069" and json.dumps(letter, ensure_ascii=False)[1:-1] not in drawn
    ] == []


def test_a_helpline_is_drawn_with_its_country_and_an_address_that_calls() -> None:
    card = HelplineCard(name="Police", phone="110", country="DE", hours="24/7", check_first=True)
    reply = Reply(text="Help", language=Language.FR, helplines=(card,))
    drawn = draw(1, reply, say)["cards"][0]
    assert (drawn["tel"], drawn["details"], bool(drawn["note"])) == ("tel:110", ["Allemagne · 24/7"], True)


@pytest.mark.parametrize(
    ("via", "address", "call", "details"),
    [("whatsapp", "https://wa.me/39350909", "WhatsApp", ["Italie"]), ("sms", "", "Appeler", ["Italie · SMS +39 350 909"])],
)
def test_a_number_that_only_takes_messages_opens_what_sends_them(via: str, address: str, call: str, details: list[str]) -> None:
    card = HelplineCard(name="H", phone="+39 350 909", country="IT", via=via)
    drawn = draw(1, Reply(text="Help", language=Language.FR, helplines=(card,)), say)["cards"][0]
    assert (drawn["tel"], drawn["call"], drawn["details"]) == (address, call, details)


def test_the_warning_of_a_helpline_is_drawn_after_the_doubt() -> None:
    card = HelplineCard(name="Police", phone="110", country="DE", check_first=True, warning="Careful.", cost="free")
    drawn = draw(1, Reply(text="Help", language=Language.EN, helplines=(card,)), say)["cards"][0]
    assert (drawn["details"], drawn["note"]) == (["Germany · free"], "please check this number first. Careful.")


@pytest.mark.parametrize(
    ("phone", "address"),
    [("+49 30 263-911", "tel:+4930263911"), ("0800 111 0 111 / 0800 111 0 222", "tel:08001110111"), ("1 96 96", "tel:19696"), ("", "")],
)
def test_the_first_number_is_dialled(phone: str, address: str) -> None:
    assert dial(phone) == address


def test_a_reply_that_cannot_be_drawn_whole_still_shows_its_words() -> None:
    def broken(key: str, language: Language, /, **values: str) -> str:
        raise KeyError(key)

    citation = Citation(article="a", title="b", url="https://c.example", checked_on="2026-01-01")
    drawn = draw(7, Reply(text="One\n\nTwo", language=Language.EN, citations=(citation,)), broken)
    assert (drawn["seq"], [block["lines"] for block in drawn["blocks"]]) == (7, [[["One"]], [["Two"]]])


def test_buttons_to_unsafe_places_are_left_out() -> None:
    buttons = (Button(label="a", url="javascript:x"), Button(label="b", url="https://b.example"), Button(label="c", payload="/menu"))
    assert [button["label"] for button in draw(1, Reply(text="", language=Language.EN, buttons=buttons), say)["buttons"]] == ["b", "c"]


def test_a_chat_may_send_a_burst_then_a_message_now_and_then() -> None:
    gentle = Limits(burst=2, per_s=0.5)
    assert [gentle.wait_s("a", now) for now in (0.0, 0.0, 0.0, 2.0, 2.0)] == [0.0, 0.0, 2.0, 0.0, 2.0]
    assert gentle.wait_s("b", 0.0) == 0.0


def test_limits_forget_the_oldest_sessions() -> None:
    small = Limits(burst=1, per_s=0.1, kept=2)
    for session in ("a", "b", "c"):
        small.wait_s(session, 0.0)
    assert small.wait_s("a", 0.0) == 0.0


def test_a_form_sent_twice_is_one_message_and_other_words_are_another() -> None:
    page = str(uuid4())
    first, again, other = (protocol.read_form({"page": page, "text": text}) for text in ("a", "a", "b"))
    assert first is not None and again is not None and other is not None
    assert first.id == again.id != other.id
    assert protocol.read_form({"page": page, "text": "  "}) is None


@pytest.mark.parametrize("raw", [b"a=1&" * 20, "é".encode(), b"page=nonsense&text=a"])
def test_a_form_that_is_not_ours_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        protocol.read_form(protocol.read_fields(raw))


def test_a_message_becomes_what_every_channel_brings_in() -> None:
    said = protocol.read_message(json.dumps({"client_msg_id": str(uuid4()), "text": "hi", "language": "fr"}).encode())
    incoming = protocol.incoming(said, "session", NOW)
    assert (incoming.channel, incoming.kind, incoming.language_hint, incoming.address) == ("web", Kind.TEXT, "fr", "")


@pytest.mark.parametrize("site", ["https://a.example/path", "a.example", "*", "https://a.example; script-src *", "https://*.a.example"])
def test_only_whole_origins_may_embed(site: str) -> None:
    with pytest.raises(ValueError, match="web_origins"):
        policy.origins([site])


def test_the_policy_allows_our_own_files_and_nothing_else() -> None:
    csp = policy.page([], "https://www.example.org/weather")
    assert "script-src 'self';" in csp and "require-trusted-types-for 'script'" in csp and "unsafe" not in csp
    assert "form-action 'self' https://www.example.org;" in csp


def test_the_calendar_starts_its_weeks_on_monday() -> None:
    assert calendar_page.weeks(date(2026, 11, 22))[0] == [(0, False)] * 6 + [(1, False)]


@pytest.mark.parametrize("language", list(Language))
def test_the_page_has_words_in_every_language(language: Language) -> None:
    for keys in (words.PAGE_WORDS, words.EMBED_WORDS, words.CALENDAR_WORDS):
        texts = words.in_language(keys, language, say)
        assert all(texts.values())
    assert len(say("web_weekdays", language).split()) == 7
