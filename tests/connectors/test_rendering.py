"""Replies as each channel draws them: never over a limit, nothing lost, right to left kept whole."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from connectors.cards import helpline_lines
from connectors.channels.telegram import render as telegram
from connectors.channels.whatsapp import render as whatsapp
from connectors.direction import LRI, PDI, isolate
from connectors.message import Button, Citation, HelplineCard, Reply
from connectors.splitting import shorten, split, utf16_length
from knowledge.article import Language
from tests.connectors.speaking import say
from tests.fakes import whatsapp as graph

texts = st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from(" \n*[]()🧕🏽é\u0301ل")), max_size=6000)
labels = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=90).filter(lambda text: bool(text.strip()))
buttons = st.lists(
    st.one_of(
        st.builds(Button, label=labels, payload=st.text(alphabet='abc/{}":مك', min_size=1, max_size=300)),
        st.builds(Button, label=labels, url=st.just("https://www.example.org/page")),
    ),
    max_size=14,
)
citations = st.lists(
    st.builds(Citation, article=st.just("a"), title=labels, url=st.just("https://www.example.org/a"), checked_on=st.just("2026-11-05")),
    max_size=2,
)
replies = st.builds(
    Reply,
    text=texts.filter(lambda text: bool(text.strip())),
    language=st.sampled_from(["ar", "fr", "de"]),
    buttons=buttons.map(tuple),
    citations=citations.map(tuple),
)


@given(replies)
def test_no_whatsapp_message_breaks_a_limit_of_the_cloud_api(reply: Reply) -> None:
    for body in whatsapp.render(reply, 7, "212600000001", say):
        assert graph.refusal(dict(body)) is None


@given(replies)
def test_no_telegram_message_breaks_a_limit_of_the_bot_api(reply: Reply) -> None:
    for message in telegram.render(reply, 7, "501", say):
        plain = telegram.without_html(message)["text"]
        assert "parse_mode" in message
        assert utf16_length(plain) <= 4096 + sum(len("https://www.example.org/page") + 1 for _ in range(plain.count("https://")))
        for row in message["reply_markup"].inline_keyboard if "reply_markup" in message else ():
            assert all(len((key.callback_data or "").encode()) <= 64 for key in row)


@given(texts, st.integers(min_value=20, max_value=500))
def test_splitting_keeps_every_visible_character_and_no_piece_is_too_long(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(["🧕🏽", "👨‍👩‍👧", "é", "لا", "a"]), min_size=30, max_size=200))
def test_splitting_never_cuts_a_grapheme(graphemes: list[str]) -> None:
    text = "".join(graphemes)
    whole = regex.findall(r"\X", text)
    assert [grapheme for piece in split(text, 25) for grapheme in regex.findall(r"\X", piece)] == whole


def test_splitting_prefers_paragraph_ends() -> None:
    text = "\n\n".join(["first paragraph " * 5, "second paragraph " * 5, "third"])
    assert [piece[:6] for piece in split(text, 100)] == ["first ", "second"]


@given(st.text(min_size=1, max_size=100), st.integers(min_value=2, max_value=40))
def test_a_shortened_label_fits(label: str, limit: int) -> None:
    assert len(shorten(label, limit)) <= limit


def test_phone_numbers_links_and_latin_terms_in_arabic_are_isolated() -> None:
    text = "اتصل برقم +39 800 290 290 أو زر https://www.example.org/a?b=1. اطلب Permesso di soggiorno 2026."
    shown = isolate(text, "ar")
    assert f"{LRI}+39 800 290 290{PDI}" in shown
    assert f"{LRI}https://www.example.org/a?b=1 {PDI}." in shown
    assert f"{LRI}Permesso di soggiorno 2026{PDI}." in shown
    assert shown.translate({0x2066: None, 0x2069: None}).replace("1 .", "1.") == text


@given(st.text(max_size=300))
def test_isolates_are_always_closed(text: str) -> None:
    shown = isolate(text.translate({0x2066: None, 0x2069: None}), "ar")
    assert shown.count(LRI) == shown.count(PDI)


def test_text_in_other_languages_is_left_alone() -> None:
    assert isolate("Rufen Sie 0800 111 an.", "de") == "Rufen Sie 0800 111 an."


HELP = Reply(
    text="**You are not alone.** See [the page](https://www.example.org/help).",
    language="en",
    helplines=(HelplineCard(name="Telefono Rosa", phone="+39 06 3751 8282", country="IT", hours="24/7", check_first=True),),
    citations=(Citation(article="a", title="INPS", url="https://www.inps.it", checked_on="2026-11-05", confirmed=False),),
)


def test_telegram_shows_bold_links_helplines_and_sources_as_html() -> None:
    [message] = telegram.render(HELP, 1, "501", say)
    assert message["chat_id"] == 501
    assert message["text"] == (
        '<b>You are not alone.</b> See <a href="https://www.example.org/help">the page</a>.\n\n'
        "<b>Telefono Rosa</b>: +39 06 3751 8282\n24/7 · protect_check_first[en]\n\n"
        'source_line_unconfirmed[en] <a href="https://www.inps.it">INPS</a> 05/11/2026'
    )


def test_whatsapp_shows_bold_links_helplines_and_sources_as_text() -> None:
    [body] = whatsapp.render(HELP, 9, "MA.1", say)
    assert body["recipient"] == "MA.1"
    assert body["biz_opaque_callback_data"] == "9"
    assert body["text"]["body"] == (
        "*You are not alone.* See the page: https://www.example.org/help.\n\n"
        "*Telefono Rosa*: +39 06 3751 8282\n24/7 · protect_check_first[en]\n\n"
        "source_line_unconfirmed[en] INPS: https://www.inps.it 05/11/2026"
    )


def test_what_is_known_of_a_helpline_stands_below_its_number_and_the_warning_last() -> None:
    police = HelplineCard(name="P", phone="110", country="DE", about="a", hours="h", languages="l", cost="c", warning="Take care.")
    assert helpline_lines(police, Language.EN, say) == "**P**: 110\na · h · l · c\nTake care."


def test_a_number_that_only_takes_messages_says_so() -> None:
    card = HelplineCard(name="H", phone="+39 350 909 2008", country="IT", via="whatsapp")
    assert helpline_lines(card, Language.AR, say) == "**H**: helpline_whatsapp[ar] +39 350 909 2008"
    assert helpline_lines(HelplineCard(name="H", phone="114", country="FR", via="sms"), Language.FR, say) == "**H**: helpline_sms[fr] 114"


def test_html_of_a_text_is_escaped() -> None:
    [message] = telegram.render(Reply(text="<b>a</b> & **<i>**", language="en"), 1, "5", say)
    assert message["text"] == "&lt;b&gt;a&lt;/b&gt; &amp; <b>&lt;i&gt;</b>"


def test_a_page_button_is_a_link_line_on_whatsapp() -> None:
    reply = Reply(
        text="hi", language="en", buttons=(Button(label="Official", url="https://www.example.org"), Button(label="Yes", payload="/y"))
    )
    [body] = whatsapp.render(reply, 1, "212600000001", say)
    assert body["interactive"]["body"]["text"] == "hi\n\nOfficial: https://www.example.org"
    assert [button["reply"]["id"] for button in body["interactive"]["action"]["buttons"]] == ["/y"]


def test_a_long_answer_with_choices_puts_the_choices_under_its_end() -> None:
    paragraphs = "\n\n".join(f"Paragraph {number}. " + "word " * 120 for number in range(8))
    reply = Reply(text=paragraphs, language="en", buttons=(Button(label="Yes", payload="/y"),))
    bodies = whatsapp.render(reply, 1, "212600000001", say)
    assert [body["type"] for body in bodies[:-1]] == ["text"] * (len(bodies) - 1)
    assert bodies[-1]["type"] == "interactive"
    assert len(bodies) <= 3
