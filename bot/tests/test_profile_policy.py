import pytest

from components.profile_policy import next_step


@pytest.mark.parametrize(
    ("entities", "latest", "step"),
    [
        (["country"], "action_listen", "utter_set_profile"),
        (["occupation"], "action_listen", "utter_set_profile"),
        (["date"], "action_listen", "profile_form"),
        ([], "action_listen", "profile_form"),
        (["country"], "utter_set_profile", "utter_profile_saved"),
        (["country"], "utter_profile_saved", "action_listen"),
        ([], "profile_form", None),
    ],
)
def test_a_profile_is_saved_when_told_and_asked_for_when_not(entities: list[str], latest: str, step: str | None) -> None:
    assert next_step("set_profile", entities, latest, in_form=False) == step


def test_the_rules_decide_about_everything_else() -> None:
    assert next_step("ask", ["country"], "action_listen", in_form=False) is None
    assert next_step("set_profile", ["country"], "action_listen", in_form=True) is None
