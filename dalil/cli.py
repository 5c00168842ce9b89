"""The command line. Each command prepares what it needs; `--help` says what each one is for."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Annotated

import typer

from dalil.preparing import NotReady
from knowledge.article import Country, Language

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
staff_app = typer.Typer(no_args_is_help=True, help="The staff site and its people.")
kb_app = typer.Typer(no_args_is_help=True, help="The knowledge base: check, count, import, export.")
keys_app = typer.Typer(no_args_is_help=True, help="The master keys of the conversations.")
dead_app = typer.Typer(help="What could not be answered or delivered.")
triage_app = typer.Typer(no_args_is_help=True, help="The patterns that hear a call for help.")
bench_app = typer.Typer(no_args_is_help=True, help="Measurements that README and docs quote.")
app.add_typer(staff_app, name="staff")
app.add_typer(kb_app, name="kb")
app.add_typer(keys_app, name="keys")
app.add_typer(dead_app, name="dead-letters")
app.add_typer(triage_app, name="triage")
app.add_typer(bench_app, name="bench")

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")]


@contextmanager
def _database() -> Iterator[None]:
    """The store, with Django set up on it."""
    from dalil.home import set_up_django, state_directory
    from dalil.store import store

    with store(state_directory()):
        set_up_django()
        yield


def main() -> None:
    """Run a command; what a person must do first is one sentence on standard error, exit code 2."""
    # One thread a query: two are slower for vectors this small, and they take the core of another process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        app()
    except NotReady as exc:
        print(f"\n{exc}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


@app.command()
def run(
    gateway_port: Annotated[int, typer.Option(envvar="GATEWAY_PORT")] = 8000,
    staff_port: Annotated[int, typer.Option(envvar="STAFF_PORT")] = 8001,
    engine_port: Annotated[int, typer.Option(envvar="DALIL_RASA_PORT")] = 5005,
) -> None:
    """Start everything on this machine: store, engine, web chat and channels, staff site."""
    from dalil.running import run as run_all

    run_all(gateway_port=gateway_port, staff_port=staff_port, engine_port=engine_port)


@app.command()
def migrate() -> None:
    """Bring the database's schema and the shipped content up to date."""
    from dalil import preparing

    with _database():
        preparing.migrate()
        print(preparing.seed())


@app.command()
def gateway() -> None:
    """Serve the web chat and the channels' webhooks; answers too unless GATEWAY_RUN_WORKER is false."""
    import uvicorn

    with _database():
        from connectors.main import build
        from connectors.settings import Settings

        settings = Settings()
        uvicorn.run(
            build(),
            host=settings.host,
            port=settings.port,
            loop="uvloop",
            http="httptools",
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=3,  # open event streams wait as long; their clients resume
        )


@app.command()
def worker() -> None:
    """Answer and send, as a process of its own."""
    with _database():
        from connectors.worker import main as work

        work()


@app.command()
def doctor(
    reach: Annotated[bool, typer.Option("--reach", help="Ask Telegram and WhatsApp too, and our own public address.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look at this installation and say what to do: exit code 1 when something keeps it from working."""
    from dalil.doctor import examine, report

    findings = examine(reach=reach)
    print(report(findings, as_json=as_json))
    raise SystemExit(any(finding.is_bad for finding in findings))


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="A question, in any of our languages and spellings.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read lines of JSON from standard input, write lines of JSON.")] = False,
) -> None:
    """Ask a question through the whole path and print the answer with its source."""
    from dalil.ask import ask_lines, ask_one

    if jsonl:
        ask_lines(sys.stdin, sys.stdout)
    elif text is not None:
        print(ask_one(text))
    else:
        raise typer.BadParameter("give a question, or --jsonl with lines on standard input")


@app.command()
def identify(
    text: Annotated[str | None, typer.Argument()] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"id", "text"} lines, write {"id", "language", "variety"} lines.')] = False,
) -> None:
    """Name the language and the variety of a message."""
    from dalil.identifying import identify_lines, identify_one

    if jsonl:
        identify_lines(sys.stdin, sys.stdout)
    elif text is not None:
        print(json.dumps(identify_one(text), ensure_ascii=False))
    else:
        raise typer.BadParameter("give a text, or --jsonl with lines on standard input")


@app.command()
def paths(
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"id", "profile"} lines, write {"id", "routes"} lines.')] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Print every rule with its figure, year and source.")] = False,
    language: Annotated[Language, typer.Option(help="Of the questions and the result.")] = Language.EN,
) -> None:
    """Find the regular routes of a person: asks only what still matters; `--jsonl` for many profiles."""
    if jsonl:
        from dalil.paths import path_lines

        path_lines(sys.stdin, sys.stdout)
    elif rules:
        from dalil.paths import rules_table

        print(rules_table())
    else:
        from datetime import UTC, datetime

        from dalil.finder import converse

        with suppress(EOFError):
            converse(input, print, language, datetime.now(UTC).date())


@app.command("check-offer")
def check_offer(
    text: Annotated[str | None, typer.Argument(help="A job offer, a contract or a recruiter's message.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"id", "text"} lines, write {"id", "level", "indicators"} lines.')] = False,
) -> None:
    """Name what is worrying in a job offer; finding nothing never means that it is safe."""
    from dalil.checking_offers import check_lines, check_one

    if jsonl:
        check_lines(sys.stdin, sys.stdout)
    elif text is not None:
        print(json.dumps(check_one(text), ensure_ascii=False))
    else:
        raise typer.BadParameter("give a text, or --jsonl with lines on standard input")


@staff_app.command("create")
def staff_create(
    username: Annotated[str, typer.Option(prompt=True)],
    email: Annotated[str, typer.Option(prompt=True)] = "",
    password: Annotated[str | None, typer.Option(envvar="DALIL_STAFF_PASSWORD", help="Asked for when not given.")] = None,
) -> None:
    """Make a first administrator of the staff site."""
    secret = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _database():
        from dalil import preparing
        from staff.errors import BadAccount
        from staff.people import create_administrator

        preparing.migrate()
        try:
            create_administrator(username, secret, email)
        except BadAccount as exc:
            raise NotReady(str(exc)) from exc
        print(f"{username} can sign in to the staff site now.")


@staff_app.command("serve")
def staff_serve() -> None:
    """Serve the staff site."""
    import uvicorn

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.django_settings")
    with _database():
        from staff.asgi import application
        from staff.settings import StaffSettings

        settings = StaffSettings()
        uvicorn.run(application, host=settings.host, port=settings.port, access_log=False, log_level="warning", server_header=False)


@kb_app.command("check")
def kb_check(
    directory: Annotated[Path | None, typer.Argument(help="Content folder; the shipped one when not given.")] = None,
) -> None:
    """Find what is wrong with the content: exit code 1 on errors; warnings are only told."""
    from dalil.kb import check

    raise SystemExit(check(directory))


@kb_app.command("stats")
def kb_stats(as_json: AsJson = False) -> None:
    """Count articles by country, topic, language and state, from the database."""
    from dalil.kb import stats

    with _database():
        print(stats(as_json=as_json))


@kb_app.command("import")
def kb_import(source: Annotated[Path, typer.Argument(help="A folder of article folders, or an .xlsx or .csv file.")]) -> None:
    """Import articles; a wrong one is refused with file, line and reason, the rest is imported."""
    from dalil.kb import import_from

    with _database():
        raise SystemExit(import_from(source))


@kb_app.command("export")
def kb_export(
    target: Annotated[Path | None, typer.Argument(help="A new folder, or an .xlsx or .csv file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Folder for the handbook: pages to read without a server.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Folder for the printed books, one a language and destination; needs Chromium.")] = None,
    from_files: Annotated[bool, typer.Option("--from-files", help="The handbook of the shipped content, without the database.")] = False,
    language: Annotated[Language | None, typer.Option(help="Print only the books in this language.")] = None,
    destination: Annotated[Country | None, typer.Option(help="Print only the books about this country.")] = None,
) -> None:
    """Export what is published: to edit it elsewhere, as pages (--html) or as books (--pdf)."""
    from dalil import handbook
    from dalil.kb import export_to

    if target is None and html is None and pdf is None:
        raise typer.BadParameter("give a target, --html or --pdf")
    with nullcontext() if from_files and target is None else _database():
        if target is not None:
            print(export_to(target))
        known = (handbook.from_files() if from_files else handbook.from_database()) if html or pdf else None
    if known and html:
        print(handbook.write_html(known, html))
    if known and pdf:
        print(handbook.print_books(known, pdf, language, destination))


@keys_app.command("status")
def keys_status() -> None:
    """Versions of the master key, and how many conversations are wrapped with each."""
    from dalil.keys import status

    with _database():
        print(status())


@keys_app.command("rotate")
def keys_rotate(
    forget_old: Annotated[bool, typer.Option("--forget-old", help="Destroy the old master keys when nothing needs them any more.")] = False,
) -> None:
    """Wrap every conversation's key with a new master key, in batches; started again, it goes on where it stopped."""
    from dalil.keys import rotate

    with _database():
        rotate(forget_old=forget_old)


@dead_app.command("list")
def dead_letters_list(as_json: AsJson = False) -> None:
    """Messages that ended in a kind sentence and replies that were given up: number, channel, code, never a word."""
    from dalil.dead_letters import listed

    with _database():
        print(listed(as_json=as_json))


@dead_app.command("replay")
def dead_letters_replay(
    code: Annotated[str | None, typer.Option(help="Only replies that died with this code.")] = None,
    number: Annotated[int | None, typer.Option("--id", help="Only the one with this number.")] = None,
) -> None:
    """Answer and send them again, once the cause is gone."""
    from dalil.dead_letters import replayed

    with _database():
        print(replayed(code=code, number=number))


@triage_app.command("check")
def triage_check(
    short: Annotated[bool, typer.Option("--short", help="A part of the training messages only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show which messages the patterns hear differently than the last release did; exit code 1 when calls for help are lost."""
    from dalil.triage import check

    raise typer.Exit(check(short=short, as_json=as_json))


@triage_app.command("release")
def triage_release() -> None:
    """Keep what the present patterns hear, as the release that later changes are compared with."""
    from dalil.triage import release

    print(release())


@bench_app.command("retrieval")
def bench_retrieval(corpus: Path = typer.Option(...), queries: Path = typer.Option(...), as_json: AsJson = False) -> None:
    """Recall and speed of lexical, dense and hybrid search on any corpus of documents and questions."""
    from dalil.benching import retrieval

    print(retrieval(corpus, queries, as_json=as_json))


@bench_app.command("questions")
def bench_questions(as_json: AsJson = False) -> None:
    """The held-out questions through identification and retrieval: right article first, by variety."""
    from dalil.benching import questions

    with _database():
        print(questions(as_json=as_json))


@bench_app.command("understanding")
def bench_understanding(
    as_json: AsJson = False,
    engine: Annotated[bool, typer.Option(help="Intents and entities, by the engine's own environment.")] = True,
    whole: Annotated[bool, typer.Option("--whole", help="Follow-ups through the whole path too: some minutes.")] = False,
    baselines: Annotated[bool, typer.Option(help="BM25, the encoder as it was, plain Rasa: some minutes the first time.")] = True,
    messages: Annotated[Path | None, typer.Option(help='JSON lines {"text", "variety"} that others wrote, to identify.')] = None,
) -> None:
    """One table a variety, with intervals: identification, intents, entities, search, follow-ups, beside what others offer."""
    with _database():
        from connectors.steps import build_searcher
        from dalil.home import state_directory
        from dalil.understanding.drawing import draw
        from dalil.understanding.report import Wanted, measure

        searcher = build_searcher()
        searcher.refresh()
        wanted = Wanted(engine=engine, whole=whole, baselines=baselines, messages=messages, kept=state_directory() / "baselines")
        report = measure(searcher, wanted)
        print(json.dumps(report.as_json()) if as_json else draw(report))


@bench_app.command("load")
def bench_load(as_json: AsJson = False) -> None:
    """Webhooks kept a second, messages answered a second and how fast, against plain Rasa: on real processes, some minutes."""
    from dalil.benching import beside

    raise SystemExit(beside("load", ["--json"] if as_json else []))


@bench_app.command("faults")
def bench_faults(
    messages: Annotated[int, typer.Option(min=1, help="Messages people send, 30 % of them delivered twice or more.")] = 200,
    kills: Annotated[int, typer.Option(min=0, help="Processes killed with kill -9 meanwhile.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Whether anything is lost, doubled or disordered while processes die and providers fail: exit code 1 when something is."""
    from dalil.benching import beside

    raise SystemExit(beside("faults", ["--messages", str(messages), "--kills", str(kills), *(["--json"] if as_json else [])]))
