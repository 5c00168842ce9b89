"""Files of strangers, from servers that wish us ill: each ends soon, with a reason, in little memory, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import resource
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from connectors.media.errors import MediaRefused, MediaUnavailable, Refusal, ToolMissing
from connectors.media.fetching import Allowance, fetch
from connectors.media.places import Places
from connectors.media.programs import Bounds, found, run
from connectors.media.sound import RATE, decode
from tests.fakes.serving import served
from tests.voice import needs_voice, note, silence, spoken

pytestmark = pytest.mark.anyio

MEGABYTE = 1_000_000
SMALL = Allowance(size=MEGABYTE, seconds=1.0)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(40)  # says it has 3.6 gigapixels
GIF = b"GIF89a" + bytes(64)
BOMB = gzip.compress(bytes(50 * MEGABYTE))


@asynccontextmanager
async def hostile_server() -> AsyncIterator[tuple[str, list[int]]]:
    """Its address, and how many bytes it got rid of."""
    gone = [0]

    async def forever(chunk: bytes, pause: float) -> AsyncIterator[bytes]:
        while gone[0] < 200 * MEGABYTE:
            gone[0] += len(chunk)
            yield chunk
            await asyncio.sleep(pause)

    def announced(_: Request) -> Response:
        return StreamingResponse(forever(bytes(65536), 0), headers={"content-length": str(200 * MEGABYTE)})

    async def silent(_: Request) -> Response:
        await asyncio.sleep(5)
        return Response()

    answers = {
        "/200-megabytes": lambda _: StreamingResponse(forever(bytes(65536), 0)),
        "/200-megabytes-announced": announced,
        "/never-ends": lambda _: StreamingResponse(forever(b"OggS", 0.05)),
        "/never-begins": silent,
        "/bomb": lambda _: Response(BOMB, headers={"content-encoding": "gzip"}),
        "/elsewhere": lambda _: RedirectResponse("http://169.254.169.254/latest/meta-data/"),
        "/broken": lambda _: Response(status_code=503),
        "/fine": lambda _: Response(b"OggS fine"),
    }
    async with served(Starlette(routes=[Route(path, answer) for path, answer in answers.items()])) as url:
        yield url, gone


async def _fetched(path: str, folder: Path, *, client: httpx.AsyncClient | None = None) -> tuple[bytes, int]:
    async with hostile_server() as (url, gone), httpx.AsyncClient(timeout=3) as own:
        digest = await fetch(client or own, url + path, {}, places=Places(api=url), allowance=SMALL, into=folder / "note")
        return digest, gone[0]


async def test_a_fair_file_is_written_and_hashed(tmp_path: Path) -> None:
    digest, _ = await _fetched("/fine", tmp_path)
    assert digest == hashlib.sha256(b"OggS fine").digest()
    assert (tmp_path / "note").read_bytes() == b"OggS fine"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/200-megabytes", Refusal.TOO_LARGE),
        ("/200-megabytes-announced", Refusal.TOO_LARGE),
        ("/never-ends", Refusal.TOO_SLOW),
        ("/never-begins", Refusal.TOO_SLOW),
        ("/bomb", Refusal.TOO_LARGE),
        ("/elsewhere", Refusal.FOREIGN_HOST),
    ],
)
async def test_a_hostile_server_is_left(path: str, why: Refusal, tmp_path: Path) -> None:
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(MediaRefused) as refused:
        await _fetched(path, tmp_path)
    assert refused.value.why is why
    assert time.monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes; the server's own buffers are in it
    written = (tmp_path / "note").stat().st_size if (tmp_path / "note").exists() else 0
    assert written <= MEGABYTE


async def test_a_provider_in_trouble_is_asked_again_later(tmp_path: Path) -> None:
    with pytest.raises(MediaUnavailable):
        await _fetched("/broken", tmp_path)


async def test_no_host_but_the_providers_is_ever_asked(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        for url in ("https://evil.example/a.ogg", "http://lookaside.fbsbx.com/a", "file:///etc/passwd", "https://127.0.0.1/a", ""):
            places = Places(api="https://graph.facebook.com", hosts=frozenset({"lookaside.fbsbx.com"}))
            with pytest.raises(MediaRefused, match="foreign_host"):
                await fetch(client, url, {}, places=places, allowance=SMALL, into=tmp_path / "note")


async def test_an_error_of_the_network_never_tells_the_address(tmp_path: Path) -> None:
    """Telegram's holds the token."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.url}")

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(MediaUnavailable) as failed:
            places = Places(api="https://api.telegram.org")
            await fetch(client, "https://api.telegram.org/file/bot1:SECRET/a", {}, places=places, allowance=SMALL, into=tmp_path / "n")
    assert "SECRET" not in f"{failed.value!r} {failed.value.__cause__!r}"
    assert failed.value.__suppress_context__


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.ogg", bytes(20 * MEGABYTE))
    return packed.getvalue()


def _files() -> Iterator[tuple[str, bytes, Refusal]]:
    yield "0 bytes", b"", Refusal.BROKEN
    yield "a zip bomb", _zip_bomb(), Refusal.NOT_AUDIO
    yield "a huge picture", PNG, Refusal.NOT_AUDIO
    yield "an animated picture", GIF, Refusal.NOT_AUDIO
    yield "a page", b"<html><script>alert(1)</script>", Refusal.NOT_AUDIO
    yield "a playlist that names a file", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Refusal.NOT_AUDIO
    yield "a list of ffmpeg's own", b"ffconcat version 1.0\nfile /etc/passwd\n", Refusal.NOT_AUDIO
    yield "Ogg by its first bytes, a zip by all others", b"OggS" + _zip_bomb(), Refusal.BROKEN
    yield "a film that is none", b"\x00\x00\x00\x20ftypisom" + bytes(2000), Refusal.BROKEN
    yield "sound of nothing", b"RIFF\x24\x00\x00\x00WAVEfmt ", Refusal.BROKEN


@needs_voice
@pytest.mark.parametrize(("sent", "why"), [pytest.param(sent, why, id=name) for name, sent, why in _files()])
async def test_what_is_no_sound_is_refused(sent: bytes, why: Refusal, tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_bytes(sent)
    with pytest.raises(MediaRefused) as refused:
        await decode(file, 60)
    assert refused.value.why is why
    assert list(tmp_path.iterdir()) == [file]


@needs_voice
async def test_a_voice_note_becomes_samples(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_bytes(note(spoken("What is the minimum wage in France?")))
    sound = await decode(file, 60)
    assert 1.5 < sound.seconds < 5
    assert not sound.is_silent()


@needs_voice
async def test_half_of_a_voice_note_is_heard_or_refused_but_never_hangs(tmp_path: Path) -> None:
    whole = note(spoken("What is the minimum wage in France?"))
    for cut in (30, 100, len(whole) // 2):
        file = tmp_path / f"note{cut}"
        file.write_bytes(whole[:cut])
        try:
            sound = await decode(file, 60)
        except MediaRefused as refused:
            assert refused.why is Refusal.BROKEN
        else:
            assert sound.seconds < len(spoken("What is the minimum wage in France?")) / RATE + 0.1


@needs_voice
async def test_many_seconds_in_few_bytes_are_too_long(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_bytes(note(silence(30)))
    assert file.stat().st_size < 100_000
    with pytest.raises(MediaRefused, match="too_long"):
        await decode(file, 5)


@needs_voice
async def test_a_silent_note_is_silent(tmp_path: Path) -> None:
    file = tmp_path / "note"
    file.write_bytes(note(silence(3) + np.float32(1e-4)))
    assert (await decode(file, 60)).is_silent()


async def test_a_program_cannot_outstay_its_time_nor_its_children(tmp_path: Path) -> None:
    """The child of the child is killed with its group."""
    found("prlimit")
    script = tmp_path / "two"
    script.write_text(f"#!/bin/sh\n(sleep 3; touch {tmp_path}/escaped) &\nsleep 60\n")
    script.chmod(0o700)
    with pytest.raises(MediaRefused, match="too_slow"):
        await run([str(script)], tmp_path, Bounds(seconds=0.5, file=1000))
    await asyncio.sleep(3)
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["python3", "-c", "bytearray(2*10**9)"], Refusal.BROKEN),  # memory
        (["python3", "-c", "open('big','wb').write(bytes(10**6))"], Refusal.BROKEN),  # disk
        (["python3", "-c", "while True: print('x' * 10**6)"], Refusal.TOO_LARGE),  # output
        (["python3", "-c", "while True: pass"], Refusal.BROKEN),  # processor
    ],
    ids=["memory", "disk", "output", "processor"],
)
async def test_a_program_is_held_within_its_bounds(command: list[str], why: Refusal, tmp_path: Path) -> None:
    with pytest.raises(MediaRefused) as refused:
        await run(command, tmp_path, Bounds(cpu_seconds=1, seconds=30))
    assert refused.value.why is why
    assert not (tmp_path / "big").exists() or (tmp_path / "big").stat().st_size == 0


async def test_a_missing_program_says_so(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing):
        await run(["no-such-program"], tmp_path, Bounds())
