"""Mail addresses and links of an offer: those of free mail, those that hide or imitate. Pure besides reading the lists once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from knowledge.offers.patterns import FOLDER
from knowledge.offers.reading import LINK, MAIL

_MAIL, _LINK = re.compile(MAIL), re.compile(LINK)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?(?P<host>[^/:?#\s]+)")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "gouv", "ac", "nat"})
_LOOKS = str.maketrans("0135", "oles")  # digits that stand for letters
# Names people write with a dot although they are no addresses.
_FILE_ENDINGS = frozenset({"pdf", "doc", "docx", "jpg", "png", "jpeg", "xlsx", "zip"})
_ENDINGS = frozenset(
    "com net org info biz eu int de fr it be ma tn eg gov edu io me co uk es nl at ch lu ae tr us ca brussels careers ly gl".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that worries; `imitates` tells look-alikes and hidden ones from merely free mail."""

    text: str
    imitates: bool


def worrying(text: str) -> Address | None:
    """The worst address of a prepared text; None when all may be what they say."""
    found = [address for address in _judged(text) if address]
    return min(found, key=lambda address: not address.imitates, default=None)


def _judged(text: str) -> Iterator[Address | None]:
    for match in _MAIL.finditer(text):
        yield _mail(match[0])
    for match in _LINK.finditer(_MAIL.sub(" ", text)):
        host = _HOST.match(match[0].rstrip(".,;:!?)"))
        if host and _is_address(match[0], host["host"]):
            yield _link(host["host"])


def _is_address(link: str, host: str) -> bool:
    """Whether a word with a dot is an address, not a missing space or a file."""
    ending = host.rpartition(".")[2]
    known = ending in _ENDINGS or ending in lists().odd_endings
    return "." in host and ending not in _FILE_ENDINGS and (known or link.startswith(("http", "www.")))


def _mail(address: str) -> Address | None:
    user, _, host = address.partition("@")
    first = host.split(".")[0]
    if first in lists().free_mail:
        pretends = _named(user) is not None or any(word in _words(user) for word in lists().authority_words)
        return Address(text=address, imitates=pretends)
    return Address(text=address, imitates=True) if _odd(host) else None


def _link(host: str) -> Address | None:
    if host in lists().shorteners or _odd(host):
        return Address(text=host, imitates=True)
    return None


def _odd(host: str) -> bool:
    """Whether a host imitates an authority or a known employer, or ends as throwaway addresses do."""
    if host in lists().shorteners:
        return True
    if any(host == ending or host.endswith(f".{ending}") for ending in lists().authority_endings):
        return False
    imitated = _named(host)
    if imitated is not None:
        return not any(host == own or host.endswith(f".{own}") for own in lists().official[imitated])
    if _nearly_official(host):
        return True
    name = host.rpartition(".")[0]
    parts = _words(name)
    return bool(parts & lists().authority_words) or host.rpartition(".")[2] in lists().odd_endings or (len(name) > 12 and _glued(name))


def _glued(name: str) -> bool:
    """An authority's word glued to others: "germanyvisajobs"."""
    plain = re.sub(r"[^a-z0-9]", "", name)
    return any(len(word) > 5 and word in plain for word in lists().authority_words)


def _named(host: str) -> str | None:
    """The known name that a host or a user name holds: short names as a word of their own, long ones anywhere."""
    name = host.rpartition(".")[0] or host
    parts, plain = _words(name), re.sub(r"[^a-z0-9]", "", name)
    seen = {part.translate(_LOOKS) for part in parts} | parts
    for known in lists().official:
        if known in seen or (len(known) > 5 and (known in plain or known in plain.translate(_LOOKS))):
            return known
    return None


def _nearly_official(host: str) -> bool:
    """One letter away from an official address ("anapek.ma", "auswaertiges-arnt.de")."""
    label = _registered(host)
    return any(
        label != own and abs(len(label) - len(own)) <= 1 and len(own) > 7 and _one_apart(label, own)
        for group in lists().official.values()
        for own in group
    )


def _registered(host: str) -> str:
    parts = host.split(".")
    keep = 3 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else 2
    return ".".join(parts[-keep:])


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z0-9]+", name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What `rules/addresses.yaml` holds."""

    free_mail: frozenset[str]
    shorteners: frozenset[str]
    odd_endings: frozenset[str]
    official: Mapping[str, tuple[str, ...]]
    authority_words: frozenset[str]
    authority_endings: frozenset[str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The committed lists."""
    data: Mapping[str, Any] = yaml.load((FOLDER / "addresses.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return Lists(
        free_mail=frozenset(data["free_mail"].split()),
        shorteners=frozenset(data["shorteners"].split()),
        odd_endings=frozenset(data["odd_endings"].split()),
        official={name: tuple(own) for name, own in data["official"].items()},
        authority_words=frozenset(data["authority_words"].split()),
        authority_endings=frozenset(data["authority_endings"].split()),
    )
