from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import markdown


def test_a_body_is_split_at_its_headings_and_list_items_are_counted() -> None:
    found = markdown.sections("Before\n## Who? {#who}\n- a\n- b\n\n## Steps {#steps}\n1. one\n   - below\ntext")
    assert [(s.key, s.title, s.items) for s in found] == [("", "", 0), ("who", "Who?", 2), ("steps", "Steps", 2)]
    assert markdown.sections("") == ()


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("fine\n<b>bold</b>", 2, "HTML is not allowed"),
        ("<!-- note -->", 1, "HTML is not allowed"),
        ("![a](https://b.c)", 1, "images are not allowed"),
        ("text\n\n\n  | a | b |", 4, "tables are not allowed"),
        ("text\n### Deep", 2, "only '## Heading {#key}' headings are allowed"),
        ("# Top", 1, "only '## Heading {#key}' headings are allowed"),
        ("text\n[a](http:/b) [c](data:x)", 2, "links start with https://, tel: or article:"),
        ("## Steps", 1, "a heading needs its key: '## Heading {#steps}'"),
        ("## Steps {#recipe}", 1, "unknown section key 'recipe'"),
    ],
)
def test_what_the_restricted_form_refuses_is_named_with_its_line(body: str, line: int, reason: str) -> None:
    assert markdown.problems(body)[0] == (line, reason)


def test_what_articles_use_is_allowed() -> None:
    body = "## Steps {#steps}\n1. **Go** to [a](https://a.b), [c](article:c-d), [112](tel:112).\n- a < b"
    assert markdown.problems(body) == []
    assert markdown.links(body) == (("a", "https://a.b"), ("c", "article:c-d"), ("112", "tel:112"))
    assert markdown.plain(body) == "Steps\n1. Go to a, c, 112.\n- a < b"


@given(st.text())
def test_every_problem_stands_on_a_line_of_the_body(body: str) -> None:
    assert all(1 <= line <= max(1, len(body.splitlines()), body.count("\n") + 1) for line, _ in markdown.problems(body))


@given(st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="#*[")))
def test_words_without_marks_stay_as_they_are(text: str) -> None:
    assert markdown.plain(text) == text
