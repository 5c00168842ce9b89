"""Adapts the encoder to how people ask: `python -m knowledge.encoder.making.adapt`, about 40 minutes on two cores.

A question in any variety is drawn to the same article's questions in other varieties and to its answer, and away from those
of other articles (in-batch negatives, no article twice in a batch). Public training questions take part (`--public`), so that
nothing general is lost; the token embeddings stay as they are, and the result is averaged with the model it started from.
Held-out and development questions are never read. The next build of the artifact takes the result (`--adapted`).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder.encoding import PREFIX
from knowledge.retrieval.entries import Entry, Kind, encoder_text, entries

ROOT = Path(__file__).parents[3]
BATCH = 64
TOKENS = 48  # of a text; questions have 15, answers up to 150
ANSWERS = 0.2  # of the questions are also drawn to a part of their answer
RATE = 5e-5
WARM_UP = 0.1  # of the steps
SHARPNESS = 20.0  # of the softmax over the batch, as sentence-transformers has it
OWN_SHARE = 0.6  # weight of the adapted model in the average with the model it started from


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same; `group` must not meet itself in a batch."""

    group: str
    one: str
    other: str


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(7)
    chance = random.Random(7)
    model = SentenceTransformer(str(arguments.work / "trimmed"), device="cpu")
    longest, model.max_seq_length = model.max_seq_length, TOKENS
    start = {name: value.clone() for name, value in model.state_dict().items()}
    public = [pair for path in arguments.public for pair in _public(path)]
    base = _entries_by_article()
    _train(model, [batch for _ in range(arguments.epochs) for batch in _epoch(base, public, chance)])
    adapted = {name: value.clone() for name, value in model.state_dict().items()}
    model.max_seq_length = longest
    for share in arguments.shares:
        mixed = {name: torch.lerp(start[name], adapted[name], share) if start[name].is_floating_point() else start[name] for name in start}
        model.load_state_dict(mixed)
        model.save(str(arguments.work / f"adapted-{share:.2f}"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".dalil" / "encoder", help="holds `trimmed`, receives `adapted-<share>`")
    parser.add_argument("--public", type=Path, nargs="*", default=[], help="files of lines {group, one, other}")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--shares", type=float, nargs="+", default=[OWN_SHARE])
    return parser.parse_args()


def _entries_by_article() -> dict[str, list[Entry]]:
    folders, _ = read_folders(ARTICLES)
    figures = {figure.id: figure for folder in folders for figure in folder.figures}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries([article for folder in folders for article in folder.articles], figures):
        found[entry.article].append(entry)
    return found


def _epoch(base: dict[str, list[Entry]], public: Sequence[Pair], chance: random.Random) -> list[list[Pair]]:
    """Every question with another question, some with an answer; long texts keep to themselves, or all would be padded."""
    asking = [pair for pair in _own_pairs(base, chance, Kind.QUESTION)]
    answering = [pair for pair in _own_pairs(base, chance, Kind.ANSWER) if chance.random() < ANSWERS]
    found = [batch for pairs in (asking, answering, public) for batch in _batches(pairs, chance)]
    chance.shuffle(found)
    return found


def _own_pairs(base: dict[str, list[Entry]], chance: random.Random, kind: Kind) -> Iterator[Pair]:
    """Every question once, with a text of that kind of the same article, in another variety."""
    for article, texts in base.items():
        for entry in texts:
            others = [other for other in texts if other.kind is kind and other.variety != entry.variety]
            if entry.kind is Kind.QUESTION and others:
                partner = chance.choice(others)
                yield Pair(article, encoder_text(entry.text, entry.variety), encoder_text(partner.text, partner.variety))


def _public(path: Path) -> Iterator[Pair]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Pair(str(row["group"]), row["one"], row["other"])


def _batches(pairs: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Shuffled batches without two pairs of one group; what does not fit any more is left for another epoch."""
    waiting = list(pairs)
    chance.shuffle(waiting)
    while len(waiting) >= BATCH:
        batch: dict[str, Pair] = {}
        rest = []
        for position, pair in enumerate(waiting):
            if len(batch) == BATCH:
                rest += waiting[position:]
                break
            if pair.group in batch:
                rest.append(pair)
            else:
                batch[pair.group] = pair
        if len(batch) < BATCH:
            return
        yield list(batch.values())
        waiting = rest


def _train(model: SentenceTransformer, batches: Sequence[list[Pair]]) -> None:
    steps = len(batches)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "word_embeddings" not in name
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / steps))
    model.train()
    started, losses = time.monotonic(), []
    for step, batch in enumerate(batches):
        with torch.autocast("cpu", dtype=torch.bfloat16):  # half the time where the processor knows it
            one, other = _vectors(model, [pair.one for pair in batch]), _vectors(model, [pair.other for pair in batch])
        scores = SHARPNESS * one @ other.T
        target = torch.arange(len(batch))
        loss = (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step % 20 == 19:
            print(f"{step + 1}/{steps} loss {sum(losses[-20:]) / 20:.3f} {time.monotonic() - started:.0f} s", flush=True)


def _vectors(model: SentenceTransformer, texts: Iterable[str]) -> torch.Tensor:
    features = model.preprocess([PREFIX + text for text in texts])
    vectors: torch.Tensor = model(features)["sentence_embedding"]
    return torch.nn.functional.normalize(vectors.float(), dim=1)


if __name__ == "__main__":
    main()
