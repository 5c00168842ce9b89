"""Which part a country plays for the person: origin, destination, or where they are now. Pure.

Cue words decide where there are any ("from", "mn", "من", "nach", "rani f"); else the country does, because people
here leave Egypt, Morocco and Tunisia for Germany, Belgium, France and Italy far more often than the reverse.
"""

from collections.abc import Sequence
from enum import StrEnum

from components.text import form_of


class Role(StrEnum):
    """`likely_*` is a guess from the country alone; the engine lets it fill a slot only outside the profile form."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    PRESENT = "present"
    LIKELY_ORIGIN = "likely_origin"
    LIKELY_DESTINATION = "likely_destination"


def _listed(words: str) -> frozenset[str]:
    return frozenset(form_of(word) for word in words.split())


ORIGIN_COUNTRIES = frozenset({"EG", "MA", "TN"})

_FROM = _listed(
    """
    from mn men min mel mil melli مل من مالـ منين aus da dal dalla dall dallo depuis نجي نجى originaire
    provenance viens venant venu venue vengo arrivo komme stamme أصلي اصلي
    """
)
_TO = _listed(
    """
    to towards vers nach per verso pour إلى الى لي lel lil ila نحو صوب into pel til
    """
)
# "l" and "ل" point somewhere abroad, but before the speaker's own country "l" is mostly the article ("l maghrib").
_ARTICLE_OR_TO = frozenset({"l", "ل", "el", "al", "li"})
_IN = _listed(
    """
    in en au aux a f fi fe fy fih fel fil fal في ف فى ب b bel nel nell nella im dans hna هنا across chez
    """
)
_ARTICLES = _listed(
    """
    le la les l the il lo gli der die den das el
    """
)
_LIVING = _listed(
    """
    live living lives resident residing stay staying stuck based habite habitons reside residant vis vivant
    vivons installe installee coince vivo abito risiedo residente abitiamo viviamo wohne wohnen lebe leben
    wohnhaft lebend 3ayech 3aych 3ayesh 3aycha 3aysha 3ayesha 3ayicha 3ichin saken sakn sakna skn sakena
    sakin mawjoud mawjouda mawgoud mawgouda mo9im mo2im moqim m9im m9ima nskon nskn ne3ich n3ich ba3ich
    kan3ich عايش عايشه عايشين ساكن ساكنه ساكنين كنسكن نسكن مقيم مقيمه اقيم اعيش نعيش كنعيش بعيش موجود موجوده
    متواجد متواجده قاعد قاعده لاجي لاجيه عالق عالقه
    """
)
_BEING = _listed(
    """
    am m being suis sommes sono sto siamo bin sind rani rana rah ana 7na hna ena ani kayn kayna kayen daba
    انا راني رانا اني نحن حنا احنا كاين كاينه here arrived arrive arrivee arrivato arrivata angekommen wselt
    wsalt وصلت bqit b9it hani هاني
    """
)
_FILLERS = _listed(
    """
    already now currently deja actuellement maintenant attualmente adesso ora gia qui jetzt schon gerade
    derzeit momentan hier tawa tawwa taw daba dab delwa2ty delwa2ti dilwa2ty dlwa2ti hna houni هنا هوني دابا
    توا دلوقتي دلوقت الان حاليا the la le l el il lo still encore toujours ancora noch mazal mazelt لسه
    مازال مازلت مزال مزلت ici بـ in
    """
)
_LANGUAGE = _listed(
    """
    speak speaking learn learning language level course exam test parle parler apprendre langue cours niveau
    examen parlo parlare imparare lingua corso livello esame spreche sprechen lerne lernen sprache kurs
    prufung a1 a2 b1 b2 c1 c2 logha lo8a lougha net3allem nt3elem at3allem atkallem nhder na7ki mostawa
    korsat لغه اللغه تعلم اتعلم نتعلم مستوي المستوي كورس دروس امتحان نهضر نحكي اتكلم
    """
)
_BEING_IN_ITALIAN = frozenset({"sono", "sto", "siamo"})
_GLUED_IN = ("f", "ف", "ب", "b", "fel", "bel", "fil")
_WITHOUT_ARTICLE = frozenset({"EG", "TN"})  # in Arabic letters "ل" before them can only mean "to"
_REACH_OF_LIVING = 4  # words between "I live" and the country


def role_of(before: Sequence[str], glued: str, country: str) -> Role:
    """The part that `country` plays, from the word forms before it and the preposition glued to it.

    >>> str(role_of(["ana", "mn"], "", "IT")), str(role_of(["visa"], "", "DE")), str(role_of(["rani", "f"], "", "IT"))
    ('origin', 'likely_destination', 'present')
    """
    before = _without_articles(before)
    previous = before[-1] if before else ""
    if previous in _FROM:
        return Role.ORIGIN
    if _is_where_they_are(before, glued):
        return Role.PRESENT
    if previous in _TO or _points_there(previous, glued, country):
        return Role.DESTINATION
    return Role.LIKELY_ORIGIN if country in ORIGIN_COUNTRIES else Role.LIKELY_DESTINATION


def is_about_language(before: Sequence[str]) -> bool:
    """Whether "German" after these word forms is the language ("B1 German"), not the country.

    >>> is_about_language(["learn"]), is_about_language(["a", "visa"])
    (True, False)
    """
    return any(form in _LANGUAGE for form in before[-2:])


def is_cue(form: str) -> bool:
    """Whether a word only says which part a country plays, so that a message without more is an answer about it."""
    return any(form in cues for cues in (_FROM, _TO, _ARTICLE_OR_TO, _IN, _LIVING, _BEING, _FILLERS))


def _without_articles(before: Sequence[str]) -> Sequence[str]:
    """ "vers le Maroc" is "vers Maroc"; but "l almanya" keeps its "l", which is a preposition without another."""
    shorter = before[:-1] if before[-1:] and before[-1] in _ARTICLES else before
    return shorter if shorter and shorter[-1] in _FROM | _TO | _IN else before


def _points_there(previous: str, glued: str, country: str) -> bool:
    if glued.endswith("لل") or (glued.endswith("ل") and country in _WITHOUT_ARTICLE):
        return True
    return country not in ORIGIN_COUNTRIES and (previous in _ARTICLE_OR_TO or glued.endswith(("l", "ل")))


def _is_where_they_are(before: Sequence[str], glued: str) -> bool:
    if not glued.endswith(_GLUED_IN) and (not before or before[-1] not in _IN):
        return False
    preposition = "" if glued.endswith(_GLUED_IN) else before[-1]
    earlier = list(before[:-1] if preposition else before)
    if any(form in _LIVING for form in earlier[-_REACH_OF_LIVING:]):
        return True
    while earlier and earlier[-1] in _FILLERS and earlier[-1] not in _BEING:
        earlier.pop()
    being = _BEING_IN_ITALIAN if preposition == "a" else _BEING  # "I am a Moroccan", but "sono a Torino"
    return any(form in being for form in earlier[-1:])
