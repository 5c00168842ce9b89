"""The first account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from staff.errors import AccountExists, BadAccount
from staff.people import create_administrator
from tests.staff.conftest import PASSWORD


def test_an_administrator_may_do_everything(base: str) -> None:
    account = create_administrator("samira", PASSWORD, "samira@example.org")
    assert account.is_superuser and account.check_password(PASSWORD)


def test_a_name_is_given_once(base: str) -> None:
    create_administrator("samira", PASSWORD, "samira@example.org")
    with pytest.raises(AccountExists, match="There is already an account named 'Samira'"):
        create_administrator("Samira", PASSWORD, "other@example.org")


@pytest.mark.parametrize(
    ("name", "password", "email", "reason"),
    [
        ("samira", "short", "a@example.org", "at least 12 characters"),
        ("samira", "administrator", "a@example.org", "too common"),
        ("samira", PASSWORD, "nowhere", "email: "),
        ("sa mira", PASSWORD, "a@example.org", "username: "),
        ("", PASSWORD, "a@example.org", "username: "),
    ],
)
def test_a_bad_account_is_refused_with_its_reason(base: str, name: str, password: str, email: str, reason: str) -> None:
    with pytest.raises(BadAccount, match=reason):
        create_administrator(name, password, email)
    assert not User.objects.exists()
