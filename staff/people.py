"""Accounts of the staff site. Used by `dalil staff create`."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from staff.errors import AccountExists, BadAccount


def create_administrator(username: str, password: str, email: str) -> User:
    """Make an account that may do everything. Raises AccountExists, and BadAccount with every reason at once."""
    account = User(username=username.strip(), email=email.strip(), is_staff=True, is_superuser=True)
    taken = [_("There is already an account named '%(name)s'.") % {"name": account.username}]
    if User.objects.filter(username__iexact=account.username).exists():
        raise AccountExists(taken)
    if reasons := [*_field_problems(account), *_password_problems(password, account)]:
        raise BadAccount(reasons)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as exc:  # made by somebody else a moment ago
        raise AccountExists(taken) from exc
    return account


def _field_problems(account: User) -> list[str]:
    try:
        account.clean_fields(exclude=["password"])
    except ValidationError as exc:
        return [f"{field}: {reason}" for field, reasons in exc.message_dict.items() for reason in reasons]
    return []


def _password_problems(password: str, account: User) -> list[str]:
    try:
        validate_password(password, account)
    except ValidationError as exc:
        return list(exc.messages)
    return []
