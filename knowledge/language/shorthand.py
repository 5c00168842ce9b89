"""French as it is typed on a phone, spelled out for matching; never shown. Pure.

Only shorthand that is no French word of its own: "mais", "sa" and "est" stay, whatever was meant by them.
"""

from __future__ import annotations

import re

_SHORT = {
    "ajd": "aujourd'hui",
    "att": "attends",
    "auj": "aujourd'hui",
    "avk": "avec",
    "bcp": "beaucoup",
    "biz": "bises",
    "bjr": "bonjour",
    "bsn": "besoin",
    "bsr": "bonsoir",
    "cad": "c'est-à-dire",
    "cb": "combien",
    "chu": "je suis",
    "cmb": "combien",
    "cmt": "comment",
    "ct": "c'était",
    "dc": "donc",
    "dsl": "désolé",
    "ds": "dans",
    "dt": "dont",
    "fo": "il faut",
    "fodra": "il faudra",
    "jai": "j'ai",
    "jaimerai": "j'aimerais",
    "jpe": "je peux",
    "jpeu": "je peux",
    "jsp": "je ne sais pas",
    "jss": "je suis",
    "jsui": "je suis",
    "jsuis": "je suis",
    "jve": "je veux",
    "jveu": "je veux",
    "jveux": "je veux",
    "kan": "quand",
    "kand": "quand",
    "ke": "que",
    "kel": "quel",
    "kelle": "quelle",
    "ki": "qui",
    "koi": "quoi",
    "kwa": "quoi",
    "lgtps": "longtemps",
    "mm": "même",
    "mnt": "maintenant",
    "mntn": "maintenant",
    "mrc": "merci",
    "msg": "message",
    "mtn": "maintenant",
    "nn": "non",
    "ns": "nous",
    "ojd": "aujourd'hui",
    "pask": "parce que",
    "pb": "problème",
    "pcq": "parce que",
    "pdt": "pendant",
    "pk": "pourquoi",
    "pkoi": "pourquoi",
    "pq": "pourquoi",
    "pr": "pour",
    "prk": "pourquoi",
    "psk": "parce que",
    "pte": "peut-être",
    "ptet": "peut-être",
    "qd": "quand",
    "qq": "quelques",
    "qq1": "quelqu'un",
    "qqch": "quelque chose",
    "qqn": "quelqu'un",
    "qqun": "quelqu'un",
    "rdv": "rendez-vous",
    "rep": "réponse",
    "slt": "salut",
    "stp": "s'il te plaît",
    "svp": "s'il vous plaît",
    "tafé": "travail",
    "taf": "travail",
    "tjr": "toujours",
    "tjrs": "toujours",
    "tjs": "toujours",
    "tlm": "tout le monde",
    "tps": "temps",
    "trankil": "tranquille",
    "trv": "trouver",
    "tt": "tout",
    "tte": "toute",
    "vs": "vous",
    "vx": "veux",
    "vla": "voilà",
    "wknd": "week-end",
    "yatil": "y a-t-il",
}
# A single letter is read for its sound only where a word follows that makes it one: "c quoi", "g besoin", "t ou".
_SOUNDS = (
    (re.compile(r"\bc (?=quoi|koi|combien|pour|pas|possible|comment|un|une|le|la|vrai|legal|légal|obligatoire|mon|ma)"), "c'est "),
    (
        re.compile(
            r"\bg (?=besoin|pas|un|une|le|la|les|mon|ma|mes|eu|fait|deja|déjà|recu|reçu|demande|demandé|travaille|travaillé|perdu|fini)"
        ),
        "j'ai ",
    ),
    (re.compile(r"\bt (?=ou|où|pas|la|là|sur)"), "tu es "),
)
_WORD = re.compile(r"(?<![\w'’-])[^\W_]+(?![\w'’-])")  # "VLS-TS" and "d'ac" are no shorthand


def spelled_out(text: str) -> str:
    """The text with its shorthand written in full, and all else as it was.

    >>> spelled_out("slt cb sa coute pr le visa stp")
    "salut combien sa coute pour le visa s'il te plaît"
    >>> spelled_out("Combien coûte le visa ?")
    'Combien coûte le visa ?'
    """
    full = _WORD.sub(lambda word: _SHORT.get(word[0].casefold(), word[0]), text)
    for short, long in _SOUNDS:
        full = short.sub(long, full)
    return full
