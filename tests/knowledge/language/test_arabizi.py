from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.arabizi import skeleton, skeletons, to_arabic, words

# Arabic spelling -> how people type it.
SPELLINGS = {
    "شحال": "ch7al chhal shhal sh7al",
    "فلوس": "flous flus floos",
    "خدمة": "khedma 5edma khdma",
    "خاصني": "khassni khasni 5assni",
    "عندي": "3andi 3endi 3ndi",
    "حوايج": "7wayej hwayj",
    "قرايا": "9raya qraya",
    "نقرا": "n9ra nqra",
    "نخدم": "nkhdem n5dem nkhdm",
    "بلاد": "blad bled",
    "غربة": "ghorba ghourba",
    "جواز": "jawaz jwaz djawaz",
    "سفر": "safar sfar",
    "سفارة": "safara sifara",
    "قنصلية": "9onsoliya qonsoliya",
    "حق": "7a9 haq",
    "حقوق": "7o9o9 7ou9ou9 hoqoq",
    "باسبور": "basbour basbor",
    "عقد": "3a9d 3aqd",
    "كراء": "kra krae",
    "دار": "dar daar",
    "شغل": "choghl shoghl chghol",
    "مدير": "moudir mudir modir",
    "معلم": "m3allem m3alem",
    "مكتب": "maktab mekteb",
    "كتاب": "kitab ktab kteb",
    "مدرسة": "madrasa medrasa",
    "صحة": "si77a se7a sehha",
    "طبيب": "tbib 6bib tabib",
    "دواء": "dwa dawa",
    "مساعدة": "mosa3ada mousa3ada",
    "بحر": "b7ar bhar ba7r",
    "خوف": "khouf khof 5of",
    "ضرب": "drab darb dhrab",
    "زواج": "zwaj zawaj",
    "ولاد": "wlad ouled wled",
    "مرا": "mra mraa",
    "راجل": "rajel rajl radjel",
    "صاحب": "sa7eb saheb",
    "تأشيرة": "ta2chira tachira",
    "منحة": "min7a mn7a",
    "شهادة": "chahada shahada",
    "جامعة": "jam3a jami3a djam3a",
    "المانيا": "almanya almania",
    "طاليان": "talyan tlyan",
    "غدوة": "ghodwa ghedwa",
    "برشا": "barcha barsha",
    "واش": "wach wash",
    "كيفاش": "kifach kifash kifech",
    "علاش": "3lach 3lash",
}


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(SPELLINGS) >= 40


@pytest.mark.parametrize("arabic", SPELLINGS)
def test_all_spellings_of_a_word_share_its_skeleton(arabic: str) -> None:
    assert [typed for typed in SPELLINGS[arabic].split() if skeletons(typed) != skeletons(arabic)] == []


def test_different_words_keep_different_skeletons() -> None:
    assert len({*skeletons(" ".join(SPELLINGS))}) >= len(SPELLINGS) - 3


def test_numbers_are_not_read_as_letters() -> None:
    assert (skeleton("2026"), skeletons("9 3andi 300")) == ("2026", ["9", "End", "300"])


def test_an_apostrophe_stays_in_its_word() -> None:
    assert words("l'almanya 3'ali 'quoted' a_b") == ["l'almanya", "3'ali", "quoted", "a", "b"]
    assert skeleton("3'ali") == skeleton("ghali") == "Gl"
    assert skeleton("l'khedma") == skeleton("khedma")


@given(st.text())
def test_skeletons_are_never_empty_and_hold_no_doubled_sound(text: str) -> None:
    for bones in skeletons(text):
        assert bones
        assert bones.isdigit() or all(a != b for a, b in pairwise(bones))


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789' "), max_size=40))
def test_arabizi_becomes_arabic_letters_and_numbers_stay(text: str) -> None:
    for before, after in zip(words(text), to_arabic(text).split(), strict=False):
        if text.split() == words(text) == [w for w in words(text) if not w.isdigit()]:
            assert not any("a" <= c <= "z" for c in after), before


def test_arabic_words_and_numbers_stay_as_they_are() -> None:
    assert to_arabic("شحال 2026 flous") == "شحال 2026 فلوس"
