"""What is said for what is written, language by language."""

from __future__ import annotations

import re

import pytest

from knowledge.aloud import Run, runs, spoken
from knowledge.aloud.manner import manner
from knowledge.article import Language
from knowledge.phrases import say

AR, FR, EN, IT, DE = Language.AR, Language.FR, Language.EN, Language.IT, Language.DE

TABLE = [
    # telephone numbers digit by digit
    (EN, "Call 0800 111 010.", "Call 0 8 0 0, 1 1 1, 0 1 0."),
    (DE, "Telefon +49 30 1815-1111", "Telefon plus 4 9, 3 0, 1 8 1 5, 1 1 1 1."),
    (FR, "Tél. : 01 23 45 67 89.", "Tél. : 0 1, 2 3, 4 5, 6 7, 8 9."),
    (AR, "اتصلوا بالرقم 0800 111 010.", "اتصلوا بالرقم 0 8 0 0, 1 1 1, 0 1 0."),
    (IT, "Chiama 1522.", "Chiama 1 5 2 2."),
    (FR, "Appelez 15 ou 112.", "Appelez 1 5 ou 1 1 2."),
    (EN, "In danger: 112.", "In danger: 1 1 2."),
    (AR, "رقم الطوارئ 112.", "رقم الطوارئ 1 1 2."),
    (DE, "116 117", "1 1 6, 1 1 7."),
    # ... and what is no telephone number
    (EN, "It costs 112 EUR.", "It costs 112 euros."),
    (EN, "112 people came.", "1 1 2 people came."),  # not told apart: three digits said one by one are still understood
    (EN, "The call cost 0.50 EUR.", "The call cost 0 euros 50."),
    # dates
    (EN, "Checked on 05/11/2026.", "Checked on 5 November 2026."),
    (EN, "From 2026-01-01 on.", "From 1 January 2026 on."),
    (FR, "Depuis le 01/03/2026.", "Depuis le premier mars 2026."),
    (IT, "Dal 01/03/2026.", "Dal primo marzo 2026."),
    (DE, "Seit 05.11.2026.", "Seit 5. November 2026."),
    (AR, "منذ 05/11/2026.", "منذ 5 نوفمبر 2026."),
    (EN, "On 31/02/2026.", "On 31/02/2026."),  # no day of the calendar
    # times
    (EN, "Mon 09:00-17:30.", "Mon 9 o'clock to 17 30."),
    (FR, "de 9:30 à 17:00.", "de 9 heures 30 à 17 heures."),
    (DE, "Mo 09:00–17:30.", "Mo 9 Uhr bis 17 Uhr 30."),
    (IT, "dalle 9:30.", "dalle ore 9 e 30."),
    (AR, "09:00.", "الساعة 9."),
    # amounts
    (EN, "€13.90 an hour, 1,500 EUR a month.", "13 euros 90 an hour, 1500 euros a month."),
    (FR, "1\u202f867,02 € par mois.", "1867 euros 2 par mois."),
    (DE, "45.934,20 € im Jahr.", "45934 Euro 20 im Jahr."),
    (IT, "1.200,50 €.", "1200 euro 50."),
    (AR, "45,934.20 EUR.", "45934 يورو 20."),
    (AR, "3,120 MAD.", "3120 درهم."),
    (FR, "12 %.", "12 pour cent."),
    (DE, "2,5 Millionen.", "2,5 Millionen."),
    (EN, "18-25 years.", "18 to 25 years."),
    # abbreviations, laws and signs
    (DE, "z. B. § 16a Abs. 3, d. h. bzw. usw.", "zum Beispiel Paragraf 16 a Absatz 3, das heißt beziehungsweise und so weiter."),
    (FR, "p. ex. un CDD", "par exemple un C D D."),
    (EN, "e.g. work/study in the EU.", "for example work or study in the E U."),
    (IT, "ad es. il permesso, ecc.", "ad esempio il permesso, eccetera."),
    (EN, "Write to info@example.org.", "Write to info at example dot org."),
    # marks, links, lists, commands
    (EN, "**Bold** and [the page](https://a.example/b?c=1).", "Bold and the page."),
    (EN, "See https://a.example/b", "See."),
    (EN, "You can:\n• ask\n• wait", "You can: ask. wait."),
    (EN, "Send /delete.", "Send delete."),
    (AR, "أرسلوا \u2066/delete\u2069.", "أرسلوا delete."),
]


@pytest.mark.parametrize(("language", "written", "said"), TABLE)
def test_signs_figures_and_abbreviations_are_said_as_people_say_them(language: Language, written: str, said: str) -> None:
    assert spoken(written, language) == said


@pytest.mark.parametrize("language", Language)
def test_every_language_knows_every_sign(language: Language) -> None:
    assert len(manner(language).months) == 12
    assert manner(language).units.keys() == manner(Language.EN).units.keys()


@pytest.mark.parametrize("language", Language)
def test_what_we_say_ourselves_leaves_nothing_to_stumble_over(language: Language) -> None:
    for key in ("notice", "help", "about", "handoff_requested", "technical_problem", "delete_ask"):
        said = spoken(say(key, language, days="30"), language)
        assert not re.search(r"[*\[\]/•§%€@_{}\n\u2066-\u2069]|https?:", said), said


def test_latin_words_in_arabic_go_to_a_voice_that_can_read_them() -> None:
    parts = runs("عقد Ausbildung في Bundesagentur für Arbeit، أو titre de séjour، أو Blue Card.", AR)
    assert [run for run in parts if run.language is not AR] == [
        Run(DE, "Ausbildung"),
        Run(DE, "Bundesagentur für Arbeit"),
        Run(FR, "titre de séjour"),
        Run(EN, "Blue Card"),
    ]
    assert all(not re.search("[A-Za-z]", run.text) for run in parts if run.language is AR)


def test_other_languages_keep_one_voice() -> None:
    assert runs("Die carte de séjour", DE) == (Run(DE, "Die carte de séjour"),)
