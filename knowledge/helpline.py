"""Numbers to call. Pure: what is known of a line, which are served, in which order and in which form, by where the person is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from knowledge.article import Country, Language
from knowledge.opening_hours import UNKNOWN, OpeningHours
from knowledge.spoken import NOT_KNOWN, Spoken


class Area(StrEnum):
    """Where a line is served: one country, the whole EU, or anywhere."""

    EG = "EG"
    MA = "MA"
    TN = "TN"
    DE = "DE"
    BE = "BE"
    FR = "FR"
    IT = "IT"
    EU = "EU"
    INT = "INT"


class HelplineTopic(StrEnum):
    """What triage asks for (`knowledge.triage.topics`)."""

    EMERGENCY = "emergency"
    POLICE = "police"
    AMBULANCE = "ambulance"
    FIRE = "fire"
    SEA = "sea"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    TRAFFICKING = "trafficking"
    LABOUR = "labour"
    CHILDREN = "children"
    ASYLUM = "asylum"
    MIGRANT_HELP = "migrant_help"
    IOM = "iom"
    CONSULAR = "consular"


class Cost(StrEnum):
    FREE = "free"
    LOCAL = "local"  # the price of an ordinary call
    PAID = "paid"  # not free; how much is not known
    UNKNOWN = "unknown"


class ForWhom(StrEnum):
    ANYONE = "anyone"
    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"
    FAMILIES = "families"
    WORKERS = "workers"
    MIGRANTS = "migrants"
    REFUGEES = "refugees"  # and asylum seekers
    TRAFFICKING_VICTIMS = "trafficking-victims"
    VIOLENCE_VICTIMS = "violence-victims"
    OWN_NATIONALS = "own-nationals"  # of the country the line belongs to
    HOMELESS = "homeless"
    CANNOT_SPEAK = "cannot-speak"  # deaf people, or when speaking is dangerous
    AT_SEA = "at-sea"


class Caution(StrEnum):
    """What a person must know before calling."""

    NONE = "none"
    POLICE_MAY_CHECK_PAPERS = "police-may-check-papers"
    NOT_FOR_EMERGENCIES = "not-for-emergencies"
    NOT_A_RESCUE_SERVICE = "not-a-rescue-service"


class Reliability(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNVERIFIED = "unverified"


class Via(StrEnum):
    CALL = "call"
    WHATSAPP = "whatsapp"
    SMS = "sms"


SERVED = (Reliability.HIGH, Reliability.MEDIUM)  # low and unverified numbers are never given to anyone
_IN_EU = frozenset({Country.DE, Country.BE, Country.FR, Country.IT})
# Whom a topic is first of all about: a line for just these people comes before the others.
_MEANT: Mapping[str, ForWhom] = MappingProxyType(
    {
        HelplineTopic.EMERGENCY: ForWhom.ANYONE,
        HelplineTopic.CHILDREN: ForWhom.CHILDREN,
        HelplineTopic.LABOUR: ForWhom.WORKERS,
        HelplineTopic.TRAFFICKING: ForWhom.TRAFFICKING_VICTIMS,
        HelplineTopic.ASYLUM: ForWhom.REFUGEES,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """One line of one country. `names` says what it is in each language; a line with a name of its own may have none."""

    country: Area
    topics: tuple[HelplineTopic, ...]  # the first is what the line is for, the others what it also does
    name: str = ""  # its own, as it stands on its page
    names: Mapping[Language, str] = field(default_factory=dict)
    phone_international: str = ""  # "+39 06 …"; empty for short codes and toll-free numbers, which abroad lead nowhere
    phone_local: str = ""  # as one dials in the country
    whatsapp: str = ""
    sms: str = ""
    url: str = ""
    hours: OpeningHours = UNKNOWN
    languages: Spoken = NOT_KNOWN
    cost: Cost = Cost.UNKNOWN
    for_whom: ForWhom = ForWhom.ANYONE
    warning: Caution = Caution.NONE
    source_url: str = ""
    source_date: str = ""  # 2024, 2024-05 or 2024-05-31; empty when the page has none
    confidence: Reliability = Reliability.HIGH
    last_test_call: date | None = None
    note: str = ""  # for staff; never shown to people who ask

    @property
    def is_served(self) -> bool:
        return self.confidence in SERVED and bool(self.identity[1])

    @property
    def check_first(self) -> bool:
        """Medium confidence: served with 'please check'."""
        return self.confidence is Reliability.MEDIUM

    @property
    def identity(self) -> tuple[str, str, str]:
        """What no two lines share: the country and the number, or the name of a line without one."""
        number = self.phone_local or self.phone_international or self.whatsapp or self.sms
        return self.country.value, number, "" if number else self.title(Language.EN)

    def title(self, language: Language) -> str:
        """Its own name, what it is in the person's language, or both.

        >>> Helpline(country=Area.BE, topics=(), name="PAG-ASA", names={Language.FR: "Bruxelles"}).title(Language.FR)
        'PAG-ASA (Bruxelles)'
        """
        said = self.names.get(language) or self.names.get(Language.EN, "")
        return f"{self.name} ({said})" if self.name and said else self.name or said

    def reached(self, country: Country | None) -> tuple[Via, str]:
        """How a person who is in `country`, or nobody knows where, reaches the line: by what, and the number in the form that works.

        >>> line = Helpline(country=Area.FR, topics=(), phone_local="01 44", phone_international="+33 1 44")
        >>> line.reached(Country.FR)[1], line.reached(Country.IT)[1], line.reached(None)[1]
        ('01 44', '+33 1 44', '+33 1 44')
        """
        forms = (self.phone_local, self.phone_international) if self._is_here(country) else (self.phone_international, self.phone_local)
        if phone := forms[0] or forms[1]:
            return Via.CALL, phone
        return (Via.WHATSAPP, self.whatsapp) if self.whatsapp else (Via.SMS, self.sms)

    def _is_here(self, country: Country | None) -> bool:
        return country is not None and (self.country == country.value or (self.country is Area.EU and country in _IN_EU))


def choose(lines: Iterable[Helpline], topics: Sequence[str], country: Country | None, limit: int = 4) -> list[Helpline]:
    """The lines to show: of the country the person is in, the first topic first, sure ones before others.

    Without a country, or when it has none of these topics: the EU-wide (in the EU) and international ones.
    """
    wanted = {topic: position for position, topic in enumerate(topics)}
    given = [line for line in lines if line.is_served and not wanted.keys().isdisjoint(line.topics)]
    everywhere = {Area.EU, Area.INT} if country is None or country in _IN_EU else {Area.INT}
    found = [line for line in given if country and line.country == country.value]
    found = found or [line for line in given if line.country in everywhere]
    return sorted(found, key=lambda line: _rank(line, wanted))[:limit]


def _rank(line: Helpline, wanted: Mapping[str, int]) -> tuple[int, bool, int, bool, str]:
    """Topic, whom the line is meant for, confidence, whether the topic is what it is there for, and its name."""
    topic = min((topic for topic in line.topics if topic in wanted), key=lambda topic: wanted[topic])
    elsewhere = _MEANT.get(topic, line.for_whom) is not line.for_whom
    return wanted[topic], elsewhere, SERVED.index(line.confidence), topic is not line.topics[0], line.title(Language.EN)
