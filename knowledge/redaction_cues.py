"""The words after which a name, a date of birth or the number of a document follows, as people of all our languages write them.

Data for `knowledge.redaction`. Latin spellings stand without accents; apostrophes are optional there.
"""

from __future__ import annotations

# After these comes a name. The person's own first, then that of somebody else: an employer, a child, a smuggler.
NAME = """
my name is|my name's|my full name is|name is|i am called|i'm called|his name is|her name is|their name is|is called|is named|named
je m'appelle|je m'apelle|jm'appelle|jmapel|mon nom est|mon nom c'est|mon prenom est|mon prenom c'est|moi c'est|il s'appelle
elle s'appelle|s'appelle
son nom est|son nom c'est|nomme|prenomme
mi chiamo|il mio nome e'|il mio nome e|il mio nome è|si chiama|di nome|il suo nome e|il suo nome è
ich heisse|ich heiße|ich heiss|mein name ist|mein name|er heisst|er heißt|sie heisst|sie heißt|sein name ist|ihr name ist|namens
smiti|smyti|smity|smiyti|smitii|semiti|smeyti|smiyeti|smito|smitou|smiytou|smitha|smiytha|smitek|ana smiti
esmi|ismi|ésmi|esmy|ismy|esmou|esmo|ismou|ismo|esmha|esmaha|ismha|esmoh|asmi
اسمي|إسمي|أسمي|اسمى|إسمى|اسمه|إسمه|اسمو|إسمو|اسمها|إسمها|اسمهم|سميتي|سميتو|سميته|سميتها|أدعى|ادعى|يدعى|تدعى|اسم المشغل|اسم صاحب العمل
"""
# Before a name, where people are polite.
TITLE = """
Mr|Mrs|Ms|Miss|Mister|M|Mme|Mlle|Monsieur|Madame|Mademoiselle|Herr|Herrn|Frau|Sig|Signor|Signore|Signora|Sig.ra|Dott|Dottor
Docteur|Dr|Doctor
السيد|السيدة|الأستاذ|الاستاذ|الأستاذة|الاستاذة|الدكتور|الدكتورة
"""
# Between a cue and what follows it.
FILLER = (
    "is|est|c'est|e|è|e'|ist|war|was|huwa|howa|houwa|hiya|heya|هو|هي|كان|le|on|am|il|the|en|in|nel|im|f|fi|3am|3amm|"
    "عام|سنة|في|ب|du|vom|del|of|num|no|nr"
)
# A name ends before these.
AFTER_NAME = """
and|i|i'm|im|from|is|am|are|the|a|my|of|in|at|to|for|but|who|with|please|have|need|want|live|work|born|age|aged|year|years|he|she
et|je|j'ai|j|de|du|des|et|mais|qui|avec|pour|dans|au|aux|a|à|ai|suis|veux|cherche|habite|ans|ne|nee|il|elle|est|moi|mon|ma|mes
e|ed|io|di|da|del|della|che|con|per|ma|ho|sono|vivo|abito|voglio|cerco|anni|vengo|lavoro|nel|nella
und|ich|aus|in|mit|von|bin|habe|will|möchte|mochte|wohne|lebe|arbeite|komme|jahre|der|die|das|ist|er|sie|aber
w|wa|ou|o|ana|ena|ani|mn|men|min|f|fi|b|bghit|3andi|3endi|3andy|nskon|saken|sakna|khdam|khdama|kanskon|nheb|n7eb|7abb|3ayez|3ayz
3ayza|3omri|3mri|3omry|dyal|mta3|beta3|li|elli|illi|howa|huwa
و|انا|أنا|من|في|عندي|عمري|بغيت|نحب|عايز|عايزة|عاوز|أريد|اريد|ساكن|ساكنة|أسكن|اسكن|خدام|خدامة|أعمل|اعمل|لي|اللي|الذي|التي|هو|هي
ديال|متاع|بتاع|مع|على|إلى|الى|ولكن|وأنا|وانا|وعندي|وعمري|وساكن|وبغيت|ونحب|وأريد
"""
# After these comes a date of birth.
BIRTH = """
born|date of birth|birth date|birthdate|birthday|dob|ne le|nee le|né le|née le|ne en|nee en|né en|née en|né|née|date de naissance
naissance|nato il|nata il|nato nel|nata nel|nato|nata
data di nascita|geboren am|geboren|geb|geburtsdatum|geburtstag
tzadit|tzad|tzadt|tzaditt|mzyoud|mazyoud|mziyed|mazyouda|mzyouda|mouled|mewloud|mawloud|mawlouda|mewlouda|twladt|twladet|etwaladt
atwaladt|itwaladt
تزاديت|تزاد|مزيود|مزيودة|مولود|مولودة|مواليد|اتولدت|تولدت|ولدت|تاريخ الميلاد|تاريخ ميلادي|تاريخ الازدياد|تاريخ الولادة
"""
# After these comes the number of a document or of a file; letters and digits mixed count too.
DOCUMENT = """
passport|passeport|passaporto|reisepass|pass|paspor|pasport|paspour|basbor|basbour|passpor|baspor|visa|visto|visum
residence card|residence permit|titre de sejour|titre de séjour|carte de sejour|carte de séjour|permesso|permesso di soggiorno
aufenthaltstitel|aufenthaltskarte|soggiorno|sejour|séjour
id card|identity card|national id|carte d'identite|carte d'identité|carte nationale|cni|cin|carta d'identita|carta d'identità
personalausweis|ausweis|codice fiscale|steuer-id|steuernummer|securite sociale|sécurité sociale|social security
la carte|lakart|lacarte|carta|bita9a|bitaka|bta9a|bataka|beta2a|rakm|ra9m|rqm|ref|reference|référence|dossier|numero|numéro|nummer
number|aktenzeichen|pratica|agdref|vin|plate
جواز|الجواز|جواز السفر|جوازي|باسبور|الباسبور|باسبوري|بسبور|باسبورت|تأشيرة|فيزا|الفيزا|بطاقة|البطاقة|بطاقتي|بطاقة التعريف
بطاقة الإقامة|لاكارط|الرقم القومي|رقم|الرقم|رقمي|رقمو|رقمها|ملف|الملف
"""
# Where people give an account instead of a number.
ACCOUNT = (
    "insta|instagram|ig|snap|snapchat|facebook|fb|messenger|telegram|tiktok|tik tok|twitter|linkedin|skype|imo|"
    "viber|انستا|انستغرام|فيسبوك|سناب|تيليجرام|تلغرام"
)
# After a number like this it is money.
CURRENCY = (
    "€|eur|euro|euros|dh|dhs|mad|drh|dirham|dirhams|dinar|dinars|dt|tnd|egp|le|l\\.e|gneh|geneh|pound|pounds|\\$|"
    "usd|درهم|دينار|جنيه|يورو|أورو|اورو|الف|ألف|مليون"
)
