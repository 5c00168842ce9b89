"""The edge that runs a program on bytes of strangers: no shell, its own process group, bounded in memory, time and output.

The bounds are the kernel's (`prlimit` of util-linux): a decoder that a crafted file takes over cannot fill memory or disk, and what
it starts is killed with it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from connectors.media.errors import MediaRefused, Refusal, ToolMissing

_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one run may cost."""

    memory: int = 768 * 2**20  # bytes of address space
    cpu_seconds: int = 20
    seconds: float = 30.0  # by the clock
    output: int = 16 * 2**20  # bytes on standard output
    file: int = 0  # bytes of any file it writes; 0: none may be written


def found(name: str) -> str:
    """The program's path. Raises ToolMissing."""
    if path := shutil.which(name):
        return path
    raise ToolMissing(name)


async def run(command: Sequence[str], folder: Path, bounds: Bounds, feed: bytes = b"") -> bytes:
    """What the program writes to standard output, given `feed` on standard input.

    Raises MediaRefused when it fails, is slow or writes too much; ToolMissing.
    """
    process = await asyncio.create_subprocess_exec(
        *_bounded(command, bounds),
        stdin=PIPE if feed else DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,  # decoders quote what they read
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(folder)},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(bounds.seconds):
            feeding = asyncio.create_task(_feed(process, feed))
            written = await _read(process, bounds.output)
            await feeding
            code = await process.wait()
    except TimeoutError:
        raise MediaRefused(Refusal.TOO_SLOW) from None
    finally:
        await _end(process)
    if code != 0:
        raise MediaRefused(Refusal.BROKEN)
    return written


def _bounded(command: Sequence[str], bounds: Bounds) -> list[str]:
    name, *arguments = command
    limits = [f"--as={bounds.memory}", f"--cpu={bounds.cpu_seconds}", f"--fsize={bounds.file}", "--core=0"]
    return [found("prlimit"), *limits, "--", found(name), *arguments]


async def _feed(process: Process, feed: bytes) -> None:
    if process.stdin is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):  # it has read enough
        process.stdin.write(feed)
        await process.stdin.drain()
    process.stdin.close()


async def _read(process: Process, limit: int) -> bytes:
    assert process.stdout is not None
    written = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        written += chunk
        if len(written) > limit:
            raise MediaRefused(Refusal.TOO_LARGE)
    return bytes(written)


async def _end(process: Process) -> None:
    """Kill the whole group: what it may have started goes too, whether it is done itself or not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
