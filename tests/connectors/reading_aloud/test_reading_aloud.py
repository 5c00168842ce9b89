"""Answers as voice messages: what is said, how it is made, kept and bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.media.errors import MediaRefused
from connectors.media.sound import decode
from connectors.message import Citation, HelplineCard, Reply
from connectors.reading_aloud.recordings import Recordings, key
from connectors.reading_aloud.script import Reading
from connectors.reading_aloud.speakers import Espeak, Piper
from knowledge.aloud import Run
from knowledge.article import Language
from knowledge.phrases import say
from tests.voice import needs_voice

SOURCE = Citation(article="de-wage", title="Zoll", url="https://www.zoll.de/", checked_on="2026-11-05")
READING = Reading(channels=frozenset({"telegram"}), longest=200)


def test_numbers_are_read_and_sources_are_not() -> None:
    card = HelplineCard(name="Faire Integration", phone="030 1815-1111", country="DE")
    reply = Reply(text="**Call** them.", language="en", helplines=(card,), citations=(SOURCE,))
    assert READING.script(reply, say) == "Call them. Faire Integration: 0 3 0, 1 8 1 5, 1 1 1 1."


def test_a_long_answer_ends_at_a_sentence_and_says_where_the_rest_is() -> None:
    said = READING.script(Reply(text="This is one sentence. " * 40, language="en"), say)
    assert len(said) <= 200 + 30
    assert said.endswith("sentence. The rest is in the text.")


def test_only_an_answer_with_sources_offers_to_be_read() -> None:
    answer = Reply(text="13.90 euros.", language="fr", citations=(SOURCE,))
    assert [button.label for button in READING.offered(answer, say).buttons] == ["Lire à voix haute"]
    assert READING.offered(Reply(text="Hello", language="fr"), say).buttons == ()


@needs_voice
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "The wage is 13 euros 90."),
        (Language.FR, "Le salaire est de 13 euros 90."),
        (Language.IT, "Il salario è di 13 euro 90."),
        (Language.DE, "Der Lohn beträgt 13 Euro 90."),
        (Language.AR, "الأجر 13 يورو. اسم العقد Ausbildung في ألمانيا."),
    ],
)
async def test_every_language_becomes_a_voice_note_that_telephones_play(language: Language, text: str, tmp_path: Path) -> None:
    made = await Recordings(Espeak(), tmp_path / "kept", 5).of(text, language, keep=False)
    assert made[:4] == b"OggS"
    assert b"OpusHead" in made[:64]
    (tmp_path / "note").write_bytes(made)
    sound = await decode(tmp_path / "note", 60)
    assert 1 < sound.seconds < 12
    assert not sound.is_silent()
    assert len(made) < 512_000  # WhatsApp's bound for a play button
    assert not (tmp_path / "kept").exists()


@dataclass
class Counting:
    """Says everything in the same second of silence."""

    name: str = "counting"
    said: list[Run] = field(default_factory=list)

    async def speak(self, words: Run, folder: Path, into: Path) -> None:
        self.said.append(words)
        await Espeak().speak(Run(Language.EN, "yes"), folder, into)


@needs_voice
@pytest.mark.anyio
async def test_what_is_everybodys_is_made_once_and_the_oldest_goes(tmp_path: Path) -> None:
    speaker = Counting()
    recordings = Recordings(speaker, tmp_path / "kept", 2)
    for text in ("one", "one", "two", "three"):
        await recordings.of(text, Language.EN, keep=True)
    assert [run.text for run in speaker.said] == ["one", "two", "three"]
    assert {file.stem for file in (tmp_path / "kept").iterdir()} == {key("counting", text, Language.EN) for text in ("two", "three")}


@needs_voice
@pytest.mark.anyio
async def test_what_was_said_to_one_person_is_kept_nowhere(tmp_path: Path) -> None:
    await Recordings(Espeak(), tmp_path / "kept", 2).of("Your situation: nurse", Language.EN, keep=False)
    assert not (tmp_path / "kept").exists()


@needs_voice
@pytest.mark.anyio
async def test_words_for_the_engine_are_never_options_of_its_command(tmp_path: Path) -> None:
    made = await Recordings(Espeak(), tmp_path, 2).of("--version -f /etc/passwd", Language.EN, keep=False)
    assert made[:4] == b"OggS"


@needs_voice
@pytest.mark.anyio
async def test_a_language_without_a_voice_of_piper_is_read_by_espeak(tmp_path: Path) -> None:
    instead = Counting()
    recordings = Recordings(Piper(tmp_path, instead=instead), tmp_path / "kept", 2)
    assert (await recordings.of("yes", Language.AR, keep=False))[:4] == b"OggS"
    assert len(instead.said) == 1


@needs_voice
@pytest.mark.anyio
async def test_an_engine_that_fails_says_so(tmp_path: Path) -> None:
    @dataclass
    class Mute:
        name: str = "mute"

        async def speak(self, words: Run, folder: Path, into: Path) -> None:
            into.write_bytes(b"")

    with pytest.raises(MediaRefused):
        await Recordings(Mute(), tmp_path, 2).of("x", Language.EN, keep=True)
    assert not list(tmp_path.glob("*.ogg"))
