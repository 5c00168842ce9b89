"""Plain Rasa on the same examples, to compare with: `bot/.venv/bin/python bot/plain.py --models FOLDER [--set dev] [--json]`.

Words between spaces, character n-grams and DIETClassifier (plain.yml); entities by Rasa's own lookup tables, filled with our
lists. Trains, some minutes, unless FOLDER has a model of exactly these inputs; then measures as evaluate.py does.
"""

import argparse
import asyncio
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from corpus import INTENT_SETS, NLU_DATA, Example, rasa_training_data, training_examples  # noqa: E402
from evaluate import report_on, table  # noqa: E402
from silence import silence  # noqa: E402

LISTED = ("country", "document", "occupation", "permit")
_OWN = ("plain.yml", "plain.py", "corpus.py", "requirements.lock")
Forms = Mapping[str, Sequence[str]]  # canonical value -> how people write it


def main() -> None:
    """Print a table, or with --json one object; progress goes to standard error."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--models", type=Path, required=True)
    arguments.add_argument("--set", choices=INTENT_SETS, default="held-out")
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    model = model_path(chosen.models)
    if not model.is_file():
        print("plain Rasa: training once, some minutes", file=sys.stderr, flush=True)
        print(f"plain Rasa: trained in {train(model):.0f} s", file=sys.stderr, flush=True)
    report = asyncio.run(report_on(model, chosen.set))
    print(json.dumps(report, ensure_ascii=False) if chosen.json else table(report))


def model_path(folder: Path) -> Path:
    """Where the model of the present inputs is, or will be: its name is a hash of all that it depends on."""
    inputs = [HERE / name for name in _OWN] + sorted((NLU_DATA / "train").glob("*/*.txt"))
    inputs += [NLU_DATA / "entities" / f"{name}.yaml" for name in LISTED]
    digest = hashlib.sha256()
    for path in inputs:
        digest.update("/".join(path.parts[-2:]).encode() + b"\0" + path.read_bytes() + b"\0")
    return folder.resolve() / f"plain-rasa-{digest.hexdigest()[:16]}.tar.gz"


def train(target: Path) -> float:
    """Train and put the model at `target` in one step, so that an interrupted run leaves none; returns seconds."""
    started = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        written = Path(scratch) / "nlu.yml"
        written.write_text(training_data(training_examples(), {name: _forms(name) for name in LISTED}), encoding="utf-8")
        with silence() as told:
            from rasa.model_training import train_nlu

            model = train_nlu(str(HERE / "plain.yml"), str(written), scratch, fixed_model_name="model")
        if model is None:
            raise SystemExit(f"plain Rasa: training failed\n{told.getvalue()[-4000:]}")
        Path(model).replace(target)
    return time.monotonic() - started


def training_data(examples: Sequence[Example], lists: Mapping[str, Forms]) -> str:
    """The examples, and each list as a lookup table and as synonyms of its values, in Rasa's YAML.

    Rasa uses a lookup table only for entities that some example names: the first form of each list is added as an answer that is
    nothing else, which is how our own examples of `inform` look.
    """
    text = rasa_training_data(list(examples))
    for entity, forms in lists.items():
        every = sorted({form for written in forms.values() for form in written})
        text += f"  - {{intent: inform, examples: {_listed([f'[{every[0]}]({entity})'])}}}\n"
        text += f"  - {{lookup: {entity}, examples: {_listed(every)}}}\n"
        for value, written in forms.items():
            text += f"  - {{synonym: {json.dumps(value)}, examples: {_listed(written)}}}\n"
    return text


def _listed(forms: Sequence[str]) -> str:
    return json.dumps("".join(f"- {form}\n" for form in forms), ensure_ascii=False)


def _forms(entity: str) -> dict[str, list[str]]:
    import yaml

    content: dict[str, list[str]] = yaml.safe_load((NLU_DATA / "entities" / f"{entity}.yaml").read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    main()
