import pytest

from components.turns import LONGEST, NOTHING_SAID, Unreadable, parse


def _said(text: str) -> str:
    return parse({"sender": "a", "message": text}).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('/feedback{"helpful": true}', '/feedback{"helpful": true}'),
        ("/handoff", "/handoff"),
        (' /set_profile {"destination": "DE"} ', '/set_profile{"destination": "DE"}'),
        ('/set_profile{"destination": {"a": 1}, "origin": null}', '/set_profile{"origin": null}'),
        ("/feedback{broken}", "/feedback"),
        ("/feedback[1]", "feedback[1]"),
    ],
)
def test_a_button_reaches_rasa_in_its_own_notation(text: str, said: str) -> None:
    assert _said(text) == said


@pytest.mark.parametrize("text", ["/restart", "/session_start", "/back", "/ask", "//restart", '/ask{"a": "b"}'])
def test_a_person_cannot_give_rasa_orders(text: str) -> None:
    assert not _said(text).startswith("/")


@pytest.mark.parametrize("text", ["", "   ", "\n", "/", "//"])
def test_a_message_without_anything_in_it_is_the_fallback(text: str) -> None:
    assert _said(text) == NOTHING_SAID


def test_a_long_message_is_cut() -> None:
    assert len(_said("a" * 9999)) == LONGEST


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"sender": "a"},
        {"sender": "", "message": "x"},
        {"sender": "a", "message": 5},
        {"sender": "a", "message": "x", "metadata": "y"},
    ],
)
def test_what_is_not_a_turn_is_unreadable(body: object) -> None:
    with pytest.raises(Unreadable):
        parse(body)


def test_a_retry_has_the_same_key_and_another_persons_turn_has_not() -> None:
    def key(sender: str, turn: str) -> str | None:
        return parse({"sender": sender, "message": "x", "metadata": {"turn_id": turn}}).key

    assert key("a", "1") == key("a", "1") != key("b", "1")
    assert parse({"sender": "a", "message": "x"}).key is None
