"""Voice notes from webhook to reply: stores, workers, providers, downloads and ffmpeg are real; what hears is scripted, but for one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from connectors.hearing.transcript import Transcript, Word
from connectors.message import Citation, Reply
from connectors.models import Inbox
from connectors.turn import TurnState
from connectors.wiring import Mind
from knowledge.article import Language
from tests.connectors.house import House, house, stored, until
from tests.connectors.speaking import Echo, answer, say
from tests.connectors.talking import Talk
from tests.voice import model, needs_model, needs_voice, noisy, note, silence, spoken

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

QUESTION = "What is the minimum wage in France?"
SOURCE = Citation(article="fr-minimum-wage", title="Service-Public", url="https://www.service-public.fr/", checked_on="2026-11-05")


@dataclass
class Scripted:
    """Hears what the test says it hears."""

    words: Sequence[Word] = (Word(" minimum", 0.95), Word(" wage", 0.95))
    languages: frozenset[Language] = frozenset(Language)
    hints: list[Language | None] = field(default_factory=list)

    def transcribe(self, samples: NDArray[np.float32], language: Language | None) -> Transcript:
        self.hints.append(language)
        return Transcript(words=tuple(self.words), language=language or Language.EN)


def listening(echo: Echo, ears: Any) -> Mind:
    return Mind(say=say, open_respond=lambda: nullcontext(echo), transcriber=ears)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go while the test runs."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def question() -> bytes:
    return note(spoken(QUESTION))


def _body(at: House, number: int = 0) -> str:
    message = at.whatsapp.sent[number]
    return str(message["text"]["body"] if message["type"] == "text" else message["interactive"]["body"]["text"])


@needs_voice
async def test_a_voice_note_is_answered_like_typed_words_and_leaves_no_sound(question: bytes, disk: Path) -> None:
    echo = Echo()
    async with house(echo, listening(echo, Scripted())) as at:
        await at.whatsapp_gets(at.whatsapp.voice(question))
        await until(lambda: bool(at.whatsapp.sent))
        assert _body(at) == "echo: minimum wage"
        row = await stored(lambda: Inbox.objects.select_related("conversation").get())
        assert await stored(lambda: row.text) == "minimum wage"
        assert list(disk.glob("dalil-note-*")) == []


@needs_voice
async def test_telegram_hands_its_voice_notes_over_too(question: bytes, disk: Path) -> None:
    echo = Echo()
    async with house(echo, listening(echo, Scripted())) as at:
        await at.telegram_gets(at.telegram.voice_update(question))
        await until(lambda: bool(at.telegram.sent))
        assert at.telegram.sent[0]["plain"] == "echo: minimum wage"
        assert list(disk.glob("dalil-note-*")) == []


@needs_voice
async def test_words_that_are_not_sure_are_asked_about_and_yes_answers_them(question: bytes) -> None:
    talk = Talk()
    mumbled = Scripted(words=[Word(" minimum", 0.6), Word(" wage", 0.5)])

    async def respond(text: str, state: TurnState, **about: Any) -> Any:
        from connectors.conversation import respond as decide

        return await decide(text, state, talk._steps(), **about)

    async with house(None, Mind(say=say, open_respond=lambda: nullcontext(respond), transcriber=mumbled)) as at:
        await at.whatsapp_gets(at.whatsapp.voice(question))
        await until(lambda: bool(at.whatsapp.sent))
        assert _body(at).startswith("voice_check[en] minimum wage")
        assert talk.engine_heard == []
        yes = at.whatsapp.sent[0]["interactive"]["action"]
        keys = [row["id"] for row in yes["sections"][0]["rows"]] if "sections" in yes else [key["reply"]["id"] for key in yes["buttons"]]
        await at.whatsapp_gets(at.whatsapp.press(keys[0]))
        await until(lambda: len(at.whatsapp.sent) == 2)
        assert [heard["text"] for heard in talk.engine_heard] == ["minimum wage"]


@needs_voice
@pytest.mark.parametrize(
    ("sound", "changes", "ears", "told"),
    [
        ("silence", {}, Scripted(), "voice_silent[ar]"),
        ("question", {}, Scripted(words=[Word(" hm", 0.1)]), "voice_noisy[ar]"),
        ("question", {"voice_seconds": 1}, Scripted(), "voice_too_long[ar] 1"),
        ("question", {"voice_bytes": 100}, Scripted(), "voice_too_long[ar]"),
        ("zip", {}, Scripted(), "voice_broken[ar]"),
        ("empty", {}, Scripted(), "voice_broken[ar]"),
        ("question", {}, None, "voice_off[ar]"),
    ],
    ids=["silent", "noisy", "too long", "too large", "a zip", "empty", "no model"],
)
async def test_what_cannot_be_heard_gets_a_kind_sentence_and_what_to_do_in_danger(
    question: bytes, sound: str, changes: dict[str, Any], ears: Scripted | None, told: str, disk: Path
) -> None:
    sounds = {"question": question, "silence": note(silence(2)), "zip": b"PK\x03\x04" + bytes(200), "empty": b""}
    echo = Echo()
    async with house(echo, listening(echo, ears), **changes) as at:
        await at.whatsapp_gets(at.whatsapp.voice(sounds[sound]))
        await until(lambda: bool(at.whatsapp.sent), 15)
        words = _body(at).replace("\u2066", "").replace("\u2069", "")
        assert words.startswith(told)
        assert "voice_danger[ar]" in words
        assert echo.heard == []
        row = await stored(lambda: Inbox.objects.select_related("conversation").get())
        assert await stored(lambda: row.text) == ""
        assert list(disk.glob("dalil-note-*")) == []


@needs_voice
async def test_a_note_whose_bytes_were_exchanged_or_whose_host_is_foreign_is_not_heard(question: bytes) -> None:
    echo = Echo()
    async with house(echo, listening(echo, Scripted())) as at:
        update = at.whatsapp.voice(question)
        at.whatsapp.media[update["audio"]["id"]] = note(silence(1))
        await at.whatsapp_gets(update)
        await until(lambda: len(at.whatsapp.sent) == 1, 15)
        at.whatsapp.media_host = "http://evil.example"
        await at.whatsapp_gets(at.whatsapp.voice(question))
        await until(lambda: len(at.whatsapp.sent) == 2, 15)
        assert ["voice_broken" in _body(at, number) for number in (0, 1)] == [True, True]
        assert len(at.whatsapp.fetched) == 1


@needs_voice
async def test_the_language_of_the_conversation_is_the_hint(question: bytes) -> None:
    echo, ears = Echo(), Scripted()
    echo.outcomes = [answer("ok", replace(TurnState(), language=Language.EN))]
    async with house(echo, listening(echo, ears)) as at:
        await at.whatsapp_gets(at.whatsapp.text("hello"))
        await until(lambda: len(at.whatsapp.sent) == 1)
        await at.whatsapp_gets(at.whatsapp.voice(question))
        await until(lambda: len(at.whatsapp.sent) == 2, 15)
        assert ears.hints == [Language.EN]


def _sourced(text: str) -> Any:
    told = answer(text)
    return replace(told, replies=(Reply(text=text, language="en", citations=(SOURCE,)),))


@needs_voice
async def test_who_speaks_is_spoken_to_and_who_writes_may_ask_for_it(question: bytes, tmp_path: Path) -> None:
    echo = Echo(outcomes=[_sourced("It is 12 euros."), _sourced("It is 13 euros.")])
    voice = {"speech": "espeak", "speech_folder": tmp_path / "kept"}
    async with house(echo, listening(echo, Scripted()), **voice) as at:
        await at.whatsapp_gets(at.whatsapp.voice(question))
        await until(lambda: len(at.whatsapp.sent) == 2, 15)
        assert [message["type"] for message in at.whatsapp.sent] == ["text", "audio"]
        assert next(iter(at.whatsapp.uploads.values()))[:4] == b"OggS"
        await at.whatsapp_gets(at.whatsapp.text("and now?"))
        await until(lambda: len(at.whatsapp.sent) == 3, 15)
        button = at.whatsapp.sent[2]["interactive"]["action"]["buttons"][0]["reply"]
        assert button["title"] == "button_listen[en]"
        await at.whatsapp_gets(at.whatsapp.press(button["id"]))
        await until(lambda: len(at.whatsapp.sent) == 5, 15)
        assert [message["type"] for message in at.whatsapp.sent[3:]] == ["text", "audio"]
        assert len(list((tmp_path / "kept").glob("*.ogg"))) == 1  # the first; what was asked for has no source of its own


@needs_voice
async def test_telegram_plays_the_answer_too(question: bytes, tmp_path: Path) -> None:
    echo = Echo()
    async with house(echo, listening(echo, Scripted()), speech="espeak", speech_folder=tmp_path) as at:
        await at.telegram_gets(at.telegram.voice_update(question))
        await until(lambda: bool(at.telegram.voices), 15)
        assert at.telegram.voices[0][:4] == b"OggS"


@needs_model
async def test_a_spoken_question_with_noise_is_heard_by_the_real_model(tmp_path: Path) -> None:
    """The English model of the wheel, over WhatsApp's API; the answer comes with its source and is read aloud."""
    talk = Talk()

    async def respond(text: str, state: TurnState, **about: Any) -> Any:
        from connectors.conversation import respond as decide

        heard.append(text)
        return await decide(text, state, talk._steps(), **about)

    heard: list[str] = []
    mind = Mind(say=say, open_respond=lambda: nullcontext(respond))
    voice = {"voice_model": model(), "speech": "espeak", "speech_folder": tmp_path}
    async with house(None, mind, **voice) as at:
        await at.whatsapp_gets(at.whatsapp.voice(note(noisy(spoken(QUESTION), 30))))
        await until(lambda: bool(at.whatsapp.sent), 60)
        assert "minimum wage in france" in heard[0].lower()
        assert "minimum wage" in _body(at).lower() or "source_line" in _body(at)
