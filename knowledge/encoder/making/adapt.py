"""Adapts the encoder to how people ask: `python -m knowledge.encoder.making.adapt`, about 20 minutes an epoch on two cores.

A question in any variety is drawn to the same article's questions in other varieties and to its answer, and away from those
of other articles (in-batch negatives, no article twice in a batch, half of the batches among neighbours). Every third question
is spelled in another way. Public training questions take part (`--public`), so that nothing general is lost; the token
embeddings stay as they are, and the result is averaged with the trimmed model.
Other batches hold calls for help and messages that only look like one: the vector must also tell what a person needs help with,
for the second opinion of triage.
Never read: held-out and development questions, and the writers by whom triage sets its thresholds (`knowledge.triage.training`).
The next build of the artifact takes the result (`--adapted`).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder.encoding import PREFIX
from knowledge.encoder.making.misspell import misspelled
from knowledge.retrieval.entries import Entry, Kind, encoder_text, entries
from knowledge.triage.alarm import Category
from knowledge.triage.told import EASE, THRESHOLD_WRITERS, read_told

ROOT = Path(__file__).parents[3]
BATCH = 64
TOKENS = 48  # of a text; questions have 15, answers up to 150
ANSWERS = 0.2  # of the questions are also drawn to a part of their answer
NEIGHBOURS = 0.5  # of the batches hold articles that lie close together: hard negatives
MISSPELLED = 0.33  # of the questions
RATE = 5e-5
WARM_UP = 0.1  # of the steps
SHARPNESS = 20.0  # of the softmax over the batch, as sentence-transformers has it
CALLS = 48  # of a batch about calls for help; the rest are ordinary questions, which call for none
CALLS_WEIGHT = 0.5  # of their loss beside that of questions
CALLS_SCALE = 8.0  # of the vectors before the layer that names the kind of call
CALLS_RATE = 2e-3  # that layer learns from nothing
CHUNK = 64  # texts of similar length in one pass: less padding
OWN_SHARE = 0.6  # weight of the adapted model in the average with the model it started from


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same; `group` must not meet itself in a batch."""

    group: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Calls:
    """Messages and the kind of help each calls for, as a number; 0 = none."""

    texts: list[str]
    kinds: list[int]


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(7)
    chance = random.Random(7)
    start = {name: value.clone() for name, value in _model(arguments.work / "trimmed").state_dict().items()}
    model = _model(arguments.begin or arguments.work / "trimmed")
    longest, model.max_seq_length = model.max_seq_length, TOKENS
    public = [pair for path in arguments.public for pair in _public(path)]
    base = _entries_by_article()
    near = _neighbours(model, base)
    batches: list[list[Pair] | Calls] = []
    for _ in range(arguments.epochs):
        epoch = [*_epoch(base, near, public, chance), *_call_batches(base, chance)]
        chance.shuffle(epoch)
        batches += epoch
    _train(model, batches)
    adapted = {name: value.clone() for name, value in model.state_dict().items()}
    model.max_seq_length = longest
    for share in arguments.shares:
        mixed = {name: torch.lerp(start[name], adapted[name], share) if start[name].is_floating_point() else start[name] for name in start}
        model.load_state_dict(mixed)
        model.save(str(arguments.work / f"adapted-{share:.2f}"))


def _model(folder: Path) -> SentenceTransformer:
    # Written-out attention: on a processor its fused form goes backwards three times as slowly on texts this short.
    return SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".dalil" / "encoder", help="holds `trimmed`, receives `adapted-<share>`")
    parser.add_argument("--public", type=Path, nargs="*", default=[], help="files of lines {group, one, other}")
    parser.add_argument("--begin", type=Path, help="a model to go on from: an earlier `adapted-1.00`; the trimmed one when not given")
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


def _neighbours(model: SentenceTransformer, base: dict[str, list[Entry]]) -> dict[str, list[str]]:
    """For each article all articles, the nearest first, by the mean of their answers' vectors."""
    names = list(base)
    texts = [[encoder_text(entry.text, entry.variety) for entry in base[name] if entry.kind is Kind.ANSWER][:4] for name in names]
    with torch.no_grad():
        means = torch.stack([_vectors(model, some).mean(0) for some in texts])
    means = torch.nn.functional.normalize(means - means.mean(0), dim=1)
    order = (means @ means.T).argsort(dim=1, descending=True)
    return {name: [names[other] for other in row] for name, row in zip(names, order.tolist(), strict=True)}


def _epoch(base: dict[str, list[Entry]], near: dict[str, list[str]], public: Sequence[Pair], chance: random.Random) -> list[list[Pair]]:
    """Every question with another question, some with an answer; long texts keep to themselves, or all would be padded."""
    asking = [pair for pair in _own_pairs(base, chance, Kind.QUESTION)]
    answering = [pair for pair in _own_pairs(base, chance, Kind.ANSWER) if chance.random() < ANSWERS]
    found = [batch for pairs in (asking, answering) for batch in _batches(pairs, near, chance)]
    found += _batches(public, {}, chance)
    return found


def _call_batches(base: dict[str, list[Entry]], chance: random.Random) -> Iterator[Calls]:
    """Every message the encoder may learn from once, beside questions of articles that are not about harm."""
    kinds = {name: place for place, name in enumerate(["", *Category])}
    told = [row for row in read_told() if row.writer not in THRESHOLD_WRITERS and row.writer != EASE]
    harm = {article.id for folder in read_folders(ARTICLES)[0] for article in folder.articles if article.protection}
    calm = [entry for name, texts in base.items() if name not in harm for entry in texts if entry.kind is Kind.QUESTION]
    chance.shuffle(told)
    for start in range(0, len(told) - CALLS + 1, CALLS):
        some, questions = told[start : start + CALLS], chance.sample(calm, BATCH - CALLS)
        texts = [(row.text, row.variety) for row in some] + [(entry.text, entry.variety) for entry in questions]
        spelled = [misspelled(text, variety, chance) if chance.random() < MISSPELLED else text for text, variety in texts]
        yield Calls(
            [encoder_text(text, variety) for text, (_, variety) in zip(spelled, texts, strict=True)],
            [kinds[row.category] for row in some] + [0] * len(questions),
        )


def _own_pairs(base: dict[str, list[Entry]], chance: random.Random, kind: Kind) -> Iterator[Pair]:
    """Every question once, with a text of that kind of the same article, in another variety."""
    for article, texts in base.items():
        for entry in texts:
            others = [other for other in texts if other.kind is kind and other.variety != entry.variety]
            if entry.kind is Kind.QUESTION and others:
                partner = chance.choice(others)
                asked = misspelled(entry.text, entry.variety, chance) if chance.random() < MISSPELLED else entry.text
                yield Pair(article, encoder_text(asked, entry.variety), encoder_text(partner.text, partner.variety))


def _public(path: Path) -> Iterator[Pair]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Pair(str(row["group"]), row["one"], row["other"])


def _batches(pairs: Sequence[Pair], near: dict[str, list[str]], chance: random.Random) -> Iterator[list[Pair]]:
    """Batches without two pairs of one group, some of them among neighbours; what does not fit any more waits for another epoch."""
    waiting: dict[str, list[Pair]] = defaultdict(list)
    for pair in chance.sample(pairs, len(pairs)):
        waiting[pair.group].append(pair)
    while len(waiting) >= BATCH:
        # The fullest groups first, or the last batches could not be filled.
        groups = sorted(waiting, key=lambda group: -len(waiting[group]) * chance.random())
        if near and chance.random() < NEIGHBOURS:
            groups = [group for group in near[chance.choice(groups[:BATCH])] if group in waiting]
        yield [waiting[group].pop() for group in groups[:BATCH]]
        waiting = defaultdict(list, {group: rest for group, rest in waiting.items() if rest})


def _train(model: SentenceTransformer, batches: Sequence[list[Pair] | Calls]) -> None:
    steps = len(batches)
    kind_of = torch.nn.Linear(model.get_embedding_dimension() or 0, 1 + len(Category))
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "word_embeddings" not in name
    learned = [p for p in model.parameters() if p.requires_grad]
    groups = [{"params": learned, "lr": RATE}, {"params": list(kind_of.parameters()), "lr": CALLS_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / steps))
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0  # misspelling is noise enough, and drawing the masks took a third of the time
    started, losses = time.monotonic(), {"questions": [0.0], "calls": [0.0]}
    for step, batch in enumerate(batches):
        kind, loss = ("calls", _call_loss(model, kind_of, batch)) if isinstance(batch, Calls) else ("questions", _pair_loss(model, batch))
        optimiser.zero_grad()
        (loss * CALLS_WEIGHT if kind == "calls" else loss).backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimiser.step()
        schedule.step()
        losses[kind].append(loss.item())
        if step % 20 == 19:
            recent = {name: round(sum(values[-20:]) / len(values[-20:]), 3) for name, values in losses.items()}
            print(f"{step + 1}/{steps} loss {recent} {time.monotonic() - started:.0f} s", flush=True)


def _pair_loss(model: SentenceTransformer, batch: Sequence[Pair]) -> torch.Tensor:
    vectors = _vectors(model, [pair.one for pair in batch] + [pair.other for pair in batch])
    scores = SHARPNESS * vectors[: len(batch)] @ vectors[len(batch) :].T
    target = torch.arange(len(batch))
    return (torch.nn.functional.cross_entropy(scores, target) + torch.nn.functional.cross_entropy(scores.T, target)) / 2


def _call_loss(model: SentenceTransformer, kind_of: torch.nn.Linear, batch: Calls) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(kind_of(CALLS_SCALE * _vectors(model, batch.texts)), torch.tensor(batch.kinds))


def _vectors(model: SentenceTransformer, texts: Sequence[str]) -> torch.Tensor:
    """Unit vectors [texts, dims], texts of similar length together."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    found = []
    for start in range(0, len(order), CHUNK):
        features = model.preprocess([PREFIX + texts[place] for place in order[start : start + CHUNK]])
        with torch.autocast("cpu", dtype=torch.bfloat16):  # half the time where the processor knows it
            found.append(model(features)["sentence_embedding"].float())
    vectors = torch.cat(found)[torch.tensor(order).argsort()]
    return torch.nn.functional.normalize(vectors, dim=1)


if __name__ == "__main__":
    main()
