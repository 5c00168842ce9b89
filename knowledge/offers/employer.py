"""Whether what claims to be an offer says who the employer is. Pure.

An offer asks for workers or sells a contract and gives pay, a country or a way to answer. It names its employer by a legal form,
a register number, a street, or a house ("Hotel Miramar", "شركة النخيل"); "a big company" names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from knowledge.article import Country
from knowledge.offers.matching import Places, matches
from knowledge.offers.patterns import Rules
from knowledge.triage.patterns import Pattern

_LEGAL_FORM = re.compile(
    r"\b(?:GmbH(?: ?& ?Co\.? ?KG)?|gGmbH|AG|KG|OHG|e\.? ?K\.?|UG|e\. ?V\.|SE|SARL|S\.A\.R\.L\.?|SAS|SASU|"
    r"EURL|SA|S\.A\.|SNC|SCEA|EARL|GAEC|SPRL|SRL|BVBA|BV|NV|ASBL|"
    r"S\.?r\.?l\.?s?|S\.?p\.?A\.?|S\.?n\.?c\.?|S\.?a\.?s\.?|Soc\.? ?Coop\.?|Società Agricola|Ltd|LLC|Inc)\b"
)
_REGISTER = re.compile(
    r"\bHR[AB] ?\d|\bSIREN\b|\bSIRET\b|\bRCS\b|\bP\. ?IVA|partita iva|\bKBO\b|\bBCE\b|\bTVA\b|USt-?Id|"
    r"\bREA\b|Handelsregister|registre du commerce|registration (?:no|number)|\bRC ?:|\bICE ?:?|Betriebsnummer|"
    r"codice fiscale|السجل التجاري|رقم التسجيل|ترخيص رقم|\bIRIS\b|licen[cs]e (?:no|number)|Erlaubnis",
    re.I,
)
_STREET = re.compile(
    r"\b\d{5} [A-ZÄÖÜ][a-zäöüß]+|[a-zäöüß](?:straße|strasse|str\.|weg|platz|allee)\b ?\d|\b(?:rue|avenue|"
    r"boulevard|via|viale|corso|piazza|place|chaussée|quai|route de)\b [\w' -]{3,30},? ?\d|\d+,? (?:rue|"
    r"avenue|bd|boulevard|chaussée|quai)\b|\b(?:Street|Str)\b|شارع",
)
_CAPITAL = r"(?:[„\"«“'’]?[A-ZÀ-Ü0-9][\w&.'’-]+[\"“»”]?)"
_HOUSES = (
    r"(?:Hotel|Hôtel|Albergo|Klinikum|Klinik|Krankenhaus|Universitätsklinikum|Pflegeheim|Pflegedienst|"
    r"Seniorenheim|Seniorenresidenz|Residenz|Gasthof|Gasthaus|Bäckerei|Spedition|Bauhof|Hof|Weingut|Obsthof|"
    r"Restaurant|Ristorante|Trattoria|"
    r"Osteria|Pizzeria|Azienda(?: [Aa]gricola)?|Cooperativa|Ditta|Impresa|Agriturismo|Cantina|Masseria|"
    r"RSA|Ospedale|Clinica|Casa di riposo|Società|Société|Entreprise|Exploitation|Domaine|Château|Ferme|"
    r"Clinique|Hôpital|CHU|EHPAD|"
    r"Boulangerie|Maison|Groupe|Group|Hospital|Clinic|Company|Farm|Firma|Unternehmen|Betrieb|Elektro|Autohaus|"
    r"Charité|Stiftung|Caritas|Diakonie|Malteser|DRK|AWO|Agence|Cabinet|Groupement|Brasserie|Garage|Camping|"
    r"Supermarché|Transports?|Tischlerei|Malerbetrieb|Metzgerei|Werkstatt|Agenzia|Studio|Residence|Caseificio|"
    r"Vivaio|Serre|Consorzio|Frantoio|Salumificio|Edil\w*|Stadtwerke|Famiglia|famiglia|Famille|famille|"
    r"Familie|Family|family|Logistik|Logistics|Fonderie|Ateliers?|Résidence|Menuiserie|Chantiers?|Vignobles?|"
    r"Cave|Mas|Verger|Vergers|Serres)"
)
_HOUSE = re.compile(
    rf"\b{_HOUSES}\s+(?:(?:de|du|des|la|le|les|di|del|della|dei|am|an der|zum|zur|im|of|the|L'|l'|St\.?|"
    rf"Sankt|San|Santa)\s*)?{_CAPITAL}|{_CAPITAL}\s+{_HOUSES}\b"
)
_STARTS = re.compile(r"[.!?\n]\s*$|^\s*$")
_LABEL = re.compile(
    r"\b(?:Arbeitgeber(?:in)?|Employeur|Employer|Datore di lavoro|Company|Entreprise|Société|Azienda|Firma|"
    r"المشغل|صاحب العمل|الشركة|شركة|المشغّل)\s*:\s*(?P<name>\S+(?: \S+){0,2})",
    re.I,
)
_BETWEEN = re.compile(rf"\b(?:zwischen|entre|between|tra|fra)\b[^.\n]{{0,20}}{_CAPITAL}|بين\s+(?:شركة|السيد|مؤسسة|فندق)")
_ARABIC_HOUSE = re.compile(
    r"(?:شركة|شركه|مؤسسة|فندق|مستشفى|مستشفي|مصحة|مطعم|ضيعة|مزرعة|وكالة|عيادة|مصنع|أوتيل|اوتيل|دار المسنين|"
    r"تعاونية|مخبزة)\s+[\"«“]?(?P<name>[\u0621-\u064aA-Za-z][\w&-]*)"
)
_LATIN_HOUSE = re.compile(
    r"\b(?:[csh]h?e?rika|societe|hotel|sbitar|mostachfa|resto|usine|clinique|sherket|sherkat|charikat|"
    r"fondou9|funduq|hôtel|société|entreprise|chez|bei der|bei|presso|da)\s+(?P<name>[A-ZÄÖÜÀ-Ý][\w&'’-]+)"
)
# Words after "company" that name nobody: adjectives, nationalities, prepositions.
_NAMES_NOBODY = re.compile(
    r"^(?:كبير\w*|معروف\w*|مهم\w*|محترم\w*|عالمي\w*|الماني\w*|ألماني\w*|ايطالي\w*|إيطالي\w*|فرنسي\w*|بلجيكي\w*|"
    r"اوروبي\w*|أوروبي\w*|دولي\w*|خاص\w*|سياحي\w*|متخصص\w*|رائد\w*|كبرى|في|فى|ف|من|تبحث|كتقلب|كتبحث|محتاج\w*|"
    r"عندها|عندنا|ديال|بتاعة|بتدور|هناك|هنا|تمام|مضمون\w*|"
    r"جاد\w*|مرموق\w*|قوي\w*|هناك|لها|لل\w+|ب\w{5,}|فلاحي\w*|زراعي\w*|كبيرة|فخم|نجوم|5|4|حكومي\w*|عمومي\w*|"
    r"شريك\w*|توظيف|تنظيف|نظافة|بناء|نقل|مواد|صناع\w*|هندس\w*|لينا|kbira|kebira|ma3roufa|"
    r"large|big|great|serious|grande|grosse|seriös\w*|Deutschland|Italien|Frankreich|Belgien|Germany|Italy|"
    r"France|Belgium|Italia|Allemagne|Italie|Belgique|Europe|Europa|Almanya|Talya|Fransa|Berlin|München|"
    r"Munich|Paris|Milano|Lyon|Roma|Marseille|Bruxelles|Hamburg|Uns|Ihnen|Mir|Moi|Vous|Nous|L|Le|La|Noi|"
    r"Me|PME|WhatsApp|Whatsapp|partner|partenaire|later|communiqué\w*|confiden\w*|geheim|segreto|tbd|bekannt\w*|"
    r"secret|TBA)\b",
    re.I,
)
_AGENCY_PUBLIC = re.compile(
    r"\b(?:ANAPEC|ANETI|EURES|OFII|GIZ|THAMM|IOM|OIM|VDAB|Le Forem|Actiris|Bundesagentur|ZAV|France Travail|"
    r"Pôle emploi|AWEX|Enabel|Triple Win)\b|أنابيك|الأنابيك|وزارة التشغيل|وزارة العمل",
    re.I,
)


def claims_offer(text: str, where: Places, rules: Rules, countries: Collection[Country], *, trade: bool) -> bool:
    """Whether a text claims to offer work; `text` is as the person sent it, `trade`: it names a trade."""
    cue = {name: _stands(patterns, where) for name, patterns in rules.cues.items()}
    if cue["question"] or _is_clause(text):
        return False
    abroad = any(country in _DESTINATIONS for country in countries)
    reached = cue["contact"] or _PHONE.search(text) is not None
    hires = cue["hire"] and (cue["pay"] or abroad or reached or cue["unnamed"])
    offers = (cue["work"] or trade) and cue["pay"] and (abroad or reached)
    sells = cue["contract"] and cue["money"] and abroad
    return hires or offers or sells


def is_named(text: str, where: Places, rules: Rules) -> bool:
    """Whether the employer of an offer is named, and not only called "a big company"."""
    return _names(text) and (not _stands(rules.cues["unnamed"], where) or _is_registered(text))


_DESTINATIONS = frozenset({Country.DE, Country.FR, Country.BE, Country.IT})
_PHONE = re.compile(r"(?:\+|00)\d[\d .-]{7,}|\b0\d[\d .-]{7,}")
_CLAUSE = re.compile(
    r"^\s*(?:§|art\.|article \d|articolo|clause|الماده|المادة|البند|الفصل|ziffer|punkt \d|section \d)|"
    r"§ ?\d",
    re.I | re.M,
)


def _is_clause(text: str) -> bool:
    """An extract from the middle of a contract names no parties."""
    return _CLAUSE.search(text) is not None


def _stands(patterns: Sequence[Pattern], where: Places) -> bool:
    return next(iter(matches(patterns, where)), None) is not None


def _is_registered(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_LEGAL_FORM, _REGISTER))


def _names(text: str) -> bool:
    if _is_registered(text) or _BETWEEN.search(text) or _STREET.search(text) or _AGENCY_PUBLIC.search(text):
        return True
    named = [match for pattern in (_LABEL, _ARABIC_HOUSE, _LATIN_HOUSE) for match in pattern.finditer(text)]
    return any(not _NAMES_NOBODY.match(match["name"]) for match in named) or any(_is_name(match[0]) for match in _HOUSE.finditer(text))


def _is_name(house: str) -> bool:
    """Whether "Hotel Adler" names a house, and "Hotel Berlin Germany" does not count twice."""
    words = [word for word in re.split(r"\s+", house) if word[:1].isupper() and not re.fullmatch(_HOUSES, word)]
    houses = sum(word[:1].isupper() for word in re.split(r"\s+", house)) - len(words)
    return houses > 1 or any(not _NAMES_NOBODY.match(word) for word in words)
