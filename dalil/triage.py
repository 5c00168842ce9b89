"""`dalil triage`: what a change of the patterns does to the messages of the triage set, against the last release.

The held-out set is never read here: its figures are for quoting, and a reviewer who looked at its messages would tune on them.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from knowledge import triage
from knowledge.triage.changes import Change, Changed, Message, compare, heard, read_release, write_release

SET = Path(__file__).parents[1] / "nlu_data" / "triage"
RELEASE = Path(triage.__file__).with_name("released.txt")
FILES = ("dev", "dev-indirect", "train")
_EVERY = 8  # in the short form, of the large file
_SHOWN = 40  # of each kind; the rest is counted


def check(*, short: bool = False, as_json: bool = False) -> int:
    """Print what is heard differently; 1 when calls for help are no longer heard, else 0."""
    messages = read_messages(short=short)
    changes = compare(messages, read_release(RELEASE.read_text("utf-8")), heard(messages, triage.triage))
    print(_as_json(changes) if as_json else _report(changes, len(messages)))
    return int(any(changed.change is Change.LOST for changed in changes))


def release() -> str:
    """Write what the present patterns say as the release that later changes are compared with."""
    said = heard(read_messages(), triage.triage)
    RELEASE.write_text(write_release(said), "utf-8")
    return f"{RELEASE.name}: {len(said)} messages"


def read_messages(*, short: bool = False) -> list[Message]:
    """The messages that patterns may be written by."""
    return [message for file in FILES for message in _read(file)[:: _EVERY if short and file == "train" else 1]]


def _read(file: str) -> list[Message]:
    rows = (json.loads(line) for line in (SET / f"{file}.jsonl").read_text("utf-8").splitlines() if line.strip())
    return [Message(id=f"{file} {row['id']}", text=row["text"], variety=row["variety"], is_call=row["alarm"] is not None) for row in rows]


def _report(changes: list[Changed], count: int) -> str:
    if not changes:
        return f"{count} messages: every one is heard as in the last release."
    counted = Counter(changed.change for changed in changes)
    lines = [f"{count} messages; " + ", ".join(f"{kind}: {counted[kind]}" for kind in Change)]
    for kind in (kind for kind in Change if counted[kind]):
        lines += ["", f"{kind} ({counted[kind]})"]
        lines += [_line(changed) for changed in changes if changed.change is kind][:_SHOWN]
    return "\n".join(lines)


def _line(changed: Changed) -> str:
    message = changed.message
    return f"  {message.id} [{message.variety}] {changed.before} -> {changed.now}: {message.text}"


def _as_json(changes: list[Changed]) -> str:
    return "\n".join(
        json.dumps(
            {"id": one.message.id, "change": one.change, "before": one.before, "now": one.now, "text": one.message.text}, ensure_ascii=False
        )
        for one in changes
    )
