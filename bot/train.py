"""Train the model, unless one for exactly these inputs is there: `bot/.venv/bin/python bot/train.py [--force]`."""

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
os.chdir(HERE)  # Rasa writes its cache beside the project
sys.path.insert(0, str(HERE))
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from components.sentence_encoder import EncoderMissing, encoder_directory  # noqa: E402
from corpus import NLU_DATA, rasa_training_data, training_examples  # noqa: E402
from silence import silence  # noqa: E402

MODELS = HERE / "models"
_OWN = ("config.yml", "domain.yml", "rules.yml", "requirements.lock", "corpus.py")


def model_path() -> Path:
    """Where the model of the present inputs is, or will be: its name is a hash of all that it depends on."""
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update("/".join(path.parts[-2:]).encode() + b"\0" + path.read_bytes() + b"\0")
    return MODELS / f"{digest.hexdigest()[:16]}.tar.gz"


def train(target: Path) -> float:
    """Train and put the model at `target` in one step, so that an interrupted run leaves none; returns seconds."""
    started = time.monotonic()
    examples = training_examples()
    MODELS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MODELS) as scratch:
        written = Path(scratch) / "nlu.yml"
        written.write_text(rasa_training_data(examples), encoding="utf-8")
        with silence() as told:
            import rasa.model_training

            result = rasa.model_training.train(
                domain="domain.yml",
                config="config.yml",
                training_files=[str(written), "rules.yml"],
                output=scratch,
                fixed_model_name="model",
                force_training=True,
            )
        if result.code != 0 or result.model is None:
            raise SystemExit(f"engine: training failed\n{told.getvalue()[-4000:]}")
        Path(result.model).replace(target)
    return time.monotonic() - started


def main() -> None:
    """Print one line that says what happened."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--force", action="store_true", help="train even if the model is there")
    force = arguments.parse_args().force
    try:
        target = model_path()
    except EncoderMissing as error:
        raise SystemExit(f"engine: {error}") from error
    if target.is_file() and not force:
        print(f"engine: model {target.name} is up to date")
        return
    print(f"engine: training on {len(training_examples())} examples", flush=True)
    seconds = train(target)
    print(f"engine: model {target.name} trained in {seconds:.0f} s")


def _inputs() -> Iterator[Path]:
    yield from (HERE / name for name in _OWN)
    yield from sorted((HERE / "components").glob("*.py"))
    yield from sorted((NLU_DATA / "entities").glob("*.yaml"))
    yield from sorted((NLU_DATA / "train").glob("*/*.txt"))
    yield _encoder_mark()


def _encoder_mark() -> Path:
    """The encoder's manifest, which names its version; its model where somebody's own encoder has none."""
    for name in ("manifest.json", "model_int8.onnx"):
        if (path := encoder_directory() / name).is_file():
            return path
    raise EncoderMissing("no encoder: build it, or set DALIL_ENCODER_DIR")


if __name__ == "__main__":
    main()
