"""What an editor is told, and where, when a helpline could not be given to a person as it is."""

from __future__ import annotations

import pytest

from knowledge import repository
from knowledge.models import ContentChange, Helpline
from tests.staff.conftest import SignIn

ADD = "/snippets/knowledge/helpline/add/"
NEW = {
    "name": "Telefono Rosa",
    "phone_international": "+39 06 4416091",
    "phone_local": "06 4416091",
    "hours": "mo-fr 09:00-17:00",
    "languages": "it ar?",
    "cost": "free",
    "for_whom": "women",
    "warning": "none",
    "country": "IT",
    "topics": ["violence", "trafficking"],
    "source_url": "https://www.telefonorosa.it",
    "source_date": "2026-01",
    "confidence": "high",
    "last_test_call": "2026-01-31",
}


def problems(sign_in: SignIn, **changed: object) -> dict[str, list[str]]:
    response = sign_in("Reviewers").post(ADD, {**NEW, **changed})
    assert response.status_code == 200
    return {field: [str(error) for error in errors] for field, errors in response.context["form"].errors.items()}


def test_a_helpline_is_added_and_served_at_once(sign_in: SignIn) -> None:
    ContentChange.objects.all().delete()
    assert sign_in("Reviewers").post(ADD, NEW).status_code == 302
    [line] = repository.helplines()
    assert (line.name, line.topics, str(line.hours), str(line.languages)) == (
        "Telefono Rosa",
        ("violence", "trafficking"),
        "mo-fr 09:00-17:00",
        "it ar?",
    )
    assert line.is_served and ContentChange.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("hours", "Monday", "Write 24/7, office, varies, unknown, or days and times: mo-fr 09:00-17:00."),
        ("languages", "Italian", "Write language codes: it en ar, with a ? after one that is not always spoken."),
        ("source_date", "last year", "Write 2024, 2024-05 or 2024-05-31."),
        ("name_ar", "خط", ""),
        ("name", "", "Give it a name of its own, or say what it is in all five languages."),
        ("phone_international", "06 4416091", "This number cannot be dialled: see the form it must have."),
        ("phone_local", "1", "This number cannot be dialled: see the form it must have."),
        ("last_test_call", "2199-01-01", "This day has not come yet."),
        ("topics", ["police"], ""),
        ("source_url", "", "This field is required."),
    ],
)
def test_each_problem_is_told_at_its_field(sign_in: SignIn, field: str, text: object, reason: str) -> None:
    at = {"name_ar": "name", "topics": "warning"}.get(field, field)
    expected = {
        "name_ar": "Give it a name of its own, or say what it is in all five languages.",
        "topics": "A police line must warn that papers may be checked.",
    }.get(field, reason)
    assert problems(sign_in, **{field: text}) == {at: [expected]}
    assert not Helpline.objects.exists()


def test_what_a_line_was_first_of_all_for_stays_first(sign_in: SignIn) -> None:
    client = sign_in("Reviewers")
    client.post(ADD, {**NEW, "topics": ["trafficking"]})
    row = Helpline.objects.get()
    client.post(f"/snippets/knowledge/helpline/edit/{row.pk}/", {**NEW, "topics": ["violence", "trafficking"]})
    assert Helpline.objects.get().topics == ["trafficking", "violence"]


def test_the_list_shows_names_numbers_and_what_they_are_for(sign_in: SignIn) -> None:
    client = sign_in("Reviewers")
    client.post(ADD, {**NEW, "name": "", **{f"name_{code}": "Women's line" for code in ("ar", "fr", "en", "it", "de")}})
    page = client.get("/snippets/knowledge/helpline/").content.decode()
    assert "Women&#x27;s line" in page and "06 4416091" in page and "Violence, Trafficking" in page
