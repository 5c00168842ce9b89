"""Pages on paper: headless Chromium prints a page of this machine to a PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dalil.preparing import NotReady

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_TIMEOUT_S = 180  # a book of 150 pages takes 10 s on an idle machine
# Tags would more than double the size; the pages themselves are the form for screen readers.
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--no-pdf-header-footer",
    "--disable-pdf-tagging",
)


def find_chromium(environment: Mapping[str, str] = os.environ) -> str:
    """`DALIL_CHROMIUM`, else the first of the usual names. Raises NotReady when there is none."""
    named = environment.get("DALIL_CHROMIUM", "")
    for name in (named,) if named else _NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    missing = f"DALIL_CHROMIUM names {named}, which is not there." if named else "Printing needs Chromium, and there is none."
    raise NotReady(f"{missing} On Debian: apt-get install chromium. Elsewhere: set DALIL_CHROMIUM to the program of Chromium or Chrome.")


def print_page(chromium: str, page: Path, target: Path) -> None:
    """Print a local page. Raises NotReady with Chromium's last words when nothing was printed."""
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *_OPTIONS, *_unconfined(), f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise NotReady(f"{chromium} could not print {target.name}: {exc}") from exc
    if not target.exists():
        raise NotReady(f"{chromium} printed nothing for {target.name}: {' '.join(done.stderr.strip().splitlines()[-1:])}")


def _unconfined() -> tuple[str, ...]:
    """Chromium refuses to run as root with its sandbox; the pages are ours and run no script."""
    return ("--no-sandbox",) if os.geteuid() == 0 else ()
