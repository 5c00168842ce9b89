"""Every sentence of the staff site exists in every language of its interface."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]  # it has no types
import pytest
from django.utils.translation import override

from knowledge import markdown
from staff import words

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "staff" / "locale"
TRANSLATED = ("ar", "fr", "it", "de")
_TRANSLATE = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
_BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def sentences() -> set[str]:
    """What code and templates ask to be translated."""
    code = [*(ROOT / "staff").rglob("*.py"), ROOT / "knowledge" / "models.py"]
    found = {sentence for path in code for sentence in _calls(path)}
    for template in (ROOT / "staff" / "templates").rglob("*.html"):
        text = template.read_text("utf-8")
        found |= {double or single for double, single in _TRANSLATE.findall(text)}
        found |= {re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block) for block in _BLOCK.findall(text)}
    return found


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="_" | "gettext" | "gettext_lazy"), args=[ast.Constant(value=str(sentence)), *_]):
                yield sentence


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_its_placeholders(language: str) -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUES / language / "LC_MESSAGES" / "django.po"))}
    assert sentences() - catalogue.keys() == set()
    for sentence, translation in catalogue.items():
        places = r"%\(\w+\)[sd]|\{\w+\}|</?code>"
        assert translation and sorted(re.findall(places, translation)) == sorted(re.findall(places, sentence)), sentence


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    folder = CATALOGUES / language / "LC_MESSAGES"
    written, compiled = polib.pofile(str(folder / "django.po")), polib.mofile(str(folder / "django.mo"))
    assert {entry.msgid: entry.msgstr for entry in written} == {entry.msgid: entry.msgstr for entry in compiled}


def test_the_reasons_of_the_restricted_markdown_are_translated_too() -> None:
    catalogue = {entry.msgid for entry in polib.pofile(str(CATALOGUES / "ar" / "LC_MESSAGES" / "django.po"))}
    body = "<b>\n![x](https://x)\n| a |\n### x\n[a](b)\n## x"
    assert {reason for _line, reason in markdown.problems(body)} <= catalogue


def test_labels_follow_the_reader_s_language() -> None:
    with override("ar"):
        assert words.countries(["DE"]) == "ألمانيا"
    with override("de"):
        assert words.countries([]) == "Alle"
