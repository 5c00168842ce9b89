from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Language, Variety
from knowledge.language.identify import SURE, identify

OWN = {
    Variety.ARY: ("شحال خاصني ديال الفلوس باش نمشي نقرا فألمانيا؟", "واش كاين شي حد اللي خدام فطاليان دابا؟", "بغيت نعرف كيفاش ندير باش نجيب مراتي معايا"),
    Variety.ARY_LATN: ("chhal khassni dyal lflous bach nmchi n9ra f almanya", "wach kayn chi khedma f talyan daba", "bghit n3ref kifach ndir bach njib mrati m3aya"),
    Variety.AEB: ("قداش يلزمني فلوس باش نمشي نقرا في ألمانيا؟", "شنوة لازمني نعمل توا باش ناخو الفيزا متاع إيطاليا؟", "برشا ناس قالولي اللي الخدمة غادي موش باهية"),
    Variety.AEB_LATN: ("9addech yelzemni flous bech nemchi na9ra fi almanya", "chnowa lezemni na3mel tawa bech nekhou visa mta3 talya", "barcha nes 9alouli elli lkhedma ghadi mouch behya"),
    Variety.ARZ: ("محتاج كام فلوس عشان اسافر ادرس في المانيا؟", "ازاي اقدر اجيب مراتي معايا هنا دلوقتي؟", "عايز اعرف ايه الورق المطلوب للفيزا دي"),
    Variety.ARZ_LATN: ("me7tag kam felos 3ashan asafer adres fe almanya", "ezay a2dar ageeb merati ma3aya hena delwa2ty", "3ayez a3raf eh el wara2 el matloob lel visa di"),
    Variety.AR: ("كم المبلغ المطلوب للحصول على تأشيرة الدراسة في ألمانيا؟", "ما هي الوثائق اللازمة لتجديد تصريح الإقامة؟", "هل يحق لي العمل أثناء فترة الدراسة؟"),
    Variety.FR: ("Combien d'argent faut-il pour étudier en Allemagne ?", "Quels documents pour renouveler mon titre de séjour ?", "Mon patron ne me paie pas depuis deux mois"),
    Variety.EN: ("How much money do I need to study in Germany?", "Which documents do I need to renew my permit?", "My boss has not paid me for two months"),
    Variety.IT: ("Quanti soldi servono per studiare in Germania?", "Quali documenti servono per rinnovare il permesso?", "Il mio capo non mi paga da due mesi"),
    Variety.DE: ("Wie viel Geld brauche ich für ein Studium in Deutschland?", "Welche Unterlagen brauche ich für die Verlängerung?", "Mein Chef zahlt mir seit zwei Monaten keinen Lohn"),
    Variety.MIXED: ("بغيت نعرف combien ça coûte le visa d'études pour la France عافاك", "السلام عليكم, I want to know about the blue card في ألمانيا please", "je veux travailler en Italie ولكن ما عنديش الوراق اللازمة"),
}  # fmt: skip
LANGUAGES = {Variety.FR: Language.FR, Variety.EN: Language.EN, Variety.IT: Language.IT, Variety.DE: Language.DE}


@pytest.mark.parametrize(("variety", "text"), [(variety, text) for variety, texts in OWN.items() for text in texts])
def test_each_variety_is_known_by_its_own_sentences(variety: Variety, text: str) -> None:
    read = identify(text)
    assert read is not None and read.variety is variety


@pytest.mark.parametrize(("variety", "text"), [(variety, text) for variety, texts in OWN.items() for text in texts if variety != "mixed"])
def test_dialects_and_arabizi_are_answered_in_arabic_and_others_in_their_language(variety: Variety, text: str) -> None:
    read = identify(text)
    assert read is not None and read.language is LANGUAGES.get(variety, Language.AR)
    assert read.sure and read.confidence >= SURE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("السلام عليكم بغيت نعرف شحال خاصني ديال الفلوس pour le visa", Language.AR),
        ("Bonjour, je voudrais savoir combien coûte le visa pour étudier en France, شكرا", Language.FR),
    ],
)
def test_a_mixed_message_is_answered_in_the_language_of_its_larger_part(text: str, language: Language) -> None:
    read = identify(text)
    assert read is not None and read.language is language


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "123 456", "?!…", "\0\u200b", "\ud83d", "+49 30 1815"])
def test_a_message_without_letters_is_no_language(text: str) -> None:
    assert identify(text) is None


@given(st.text())
def test_every_message_with_letters_gets_a_reading_with_a_probability(text: str) -> None:
    read = identify(text)
    assert (read is not None) is any(c.isalpha() for c in text)
    assert read is None or 0 <= read.confidence <= 1.0001
