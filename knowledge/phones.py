"""Which written numbers can be dialled. Pure: phonenumbers knows the plans of all countries and asks nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, shortnumberinfo

_EUROPEAN = ("DE", "BE", "FR", "IT")  # what is served in the whole EU must be right in each of these
_ORDINARY = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Short codes in use that phonenumbers' tables do not know: 2511 and 8350 in Morocco, 1899 and 1809 in Tunisia.
_SHORT_TOO: Mapping[str, re.Pattern[str]] = MappingProxyType({"MA": re.compile(r"[28]\d{3}"), "TN": re.compile(r"18\d{2}")})


def is_international(text: str, country: str) -> bool:
    """A whole number with its country code, of `country` unless that is EU or INT.

    >>> is_international("+39 06 4416091", "IT"), is_international("+39 06 4416091", "FR"), is_international("06 4416091", "IT")
    (True, False, False)
    """
    number = _parsed(text, None) if text.startswith("+") else None
    if number is None or not phonenumbers.is_valid_number(number):
        return False
    return country in {"EU", "INT"} or phonenumbers.region_code_for_number(number) == country


def is_local(text: str, country: str) -> bool:
    """What one can dial within `country`: a whole number without its country code, or a short code of that country.

    >>> is_local("06 4416091", "IT"), is_local("1522", "IT"), is_local("15", "IT"), is_local("+39 06 4416091", "IT")
    (True, True, False, False)
    """
    if text.startswith("+"):
        return False
    if country in {"EU", "INT"}:
        return all(_is_local(text, region) for region in _EUROPEAN) or is_international(text.replace("00", "+", 1), country)
    return _is_local(text, country)


def same(international: str, local: str, country: str) -> bool:
    """Whether both are one number. A short code or a toll-free number has another one for calls from abroad: that is no contradiction."""
    number = _parsed(local, country) if country not in {"EU", "INT"} else None
    ordinary = number is not None and phonenumbers.number_type(number) in _ORDINARY
    return not ordinary or number == _parsed(international, None)


def _is_local(text: str, region: str) -> bool:
    number = _parsed(text, region)
    if number is None:
        return False
    if region in _SHORT_TOO and _SHORT_TOO[region].fullmatch(text):
        return True
    return phonenumbers.is_valid_number_for_region(number, region) or shortnumberinfo.is_possible_short_number_for_region(number, region)


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None
