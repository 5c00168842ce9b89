"""The searcher a process holds: index, encoder and figures, swapped as a whole when content changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from knowledge import repository
from knowledge.article import Article, Corridor, Figure, Language
from knowledge.encoder import Encoder, EncoderUnavailable, Vectors
from knowledge.entities import EntityReader
from knowledge.errors import IndexEmpty
from knowledge.figures import places
from knowledge.helpline import Helpline
from knowledge.prepared import Preparer
from knowledge.retrieval.entries import encoder_text
from knowledge.retrieval.following import Before, shipped_following
from knowledge.retrieval.index import ArticleIndex, Question
from knowledge.retrieval.joining import follow, follow_unlearned, join
from knowledge.retrieval.part import Texts
from knowledge.retrieval.ranking import Decision, Evidence, Scope, Verdict, Weights, WeightSets, decide, rank

_NOTHING = Decision(verdict=Verdict.ABSTAIN, confidence=0.0, hits=())
REBUILD_FROM = 0.3  # of the base changed at once: what is true of the base as a whole is then learned anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything published at one moment. Never changed, only replaced."""

    change: int  # number of the last ContentChange its index holds
    index: ArticleIndex
    keys: Mapping[str, str]  # of each article in the index: the same key, the same texts
    articles: Mapping[str, Mapping[Language, Article]]  # what may be shown; the index may still find one that was withdrawn
    figures: Mapping[str, Figure]
    helplines: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A decision with all that it was made from."""

    question: Question
    evidence: Evidence
    weights: Weights
    decision: Decision
    snapshot: Snapshot


class Searcher:
    """Answers 'which article?' from the newest snapshot. Safe for threads: readers see one snapshot or the next."""

    def __init__(self, encoder: Encoder | None, entities: EntityReader, weights: WeightSets) -> None:
        self._encoder, self._entities, self._weights = encoder, entities, weights
        self._preparer = Preparer(encoder)
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()
        self._last: tuple[tuple[str, str], Vectors] | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """What is searched now; None before the first `refresh`. Never touches the database."""
        return self._snapshot

    def refresh(self) -> bool:
        """Bring the snapshot up to the database; True when it changed. Raises IndexEmpty for an empty base."""
        with self._refreshing:
            newest = repository.last_change()
            if self._snapshot is not None and self._snapshot.change == newest:
                return False
            old = self._snapshot if self._snapshot is not None and self._snapshot.change < newest else None
            shown = _shown(old)
            if not shown.articles:
                self._snapshot = None  # the last article was withdrawn: it must not answer any more
                raise IndexEmpty("no published article")
            if old is not None:
                # At once: what was withdrawn is gone and what was edited reads right, while the index is still being built.
                self._snapshot = replace(old, articles=shown.articles, figures=shown.figures, helplines=shown.helplines)
            self._snapshot = self._indexed(newest, shown, old)
            return True

    def _indexed(self, change: int, shown: _Shown, old: Snapshot | None) -> Snapshot:
        """The snapshot of what is shown, built from the old one's index when little has changed."""
        scopes = {slug: Scope.of(next(iter(texts.values()))) for slug, texts in shown.articles.items()}
        wanted = shown.articles if old is None else {slug: shown.articles[slug] for slug in shown.touched if slug in shown.articles}
        prepared = self._preparer.prepare([text for texts in wanted.values() for text in texts.values()], shown.figures)
        keys = {slug: made.key for slug, made in prepared.items()}
        if old is None:
            index = ArticleIndex.built(scopes, {slug: made.texts for slug, made in prepared.items()})
        else:
            changed: dict[str, Texts | None] = {s: m.texts for s, m in prepared.items() if old.keys.get(s) != m.key}
            gone = old.keys.keys() - shown.articles.keys()
            changed |= dict.fromkeys(gone)
            if len(changed) > REBUILD_FROM * len(old.keys):
                return self._indexed(change, shown, None)
            index = old.index.changed(scopes, changed)
            keys = {slug: key for slug, key in old.keys.items() if slug not in gone} | keys
        return Snapshot(
            change=change, index=index.warm(), keys=keys, articles=shown.articles, figures=shown.figures, helplines=shown.helplines
        )

    def search(self, text: str, variety: str, profile: Corridor, named: Corridor | None = None, before: Before | None = None) -> Decision:
        """Decide what to do about a message. `named` is what the dialogue engine read; the plain reading fills its gaps.

        With `before`, the message may lean on the turn before; whether it does is told by the decision.
        """
        snapshot = self._snapshot  # once: another thread may swap it
        if snapshot is None:
            return _NOTHING
        if before is None:
            look = self.look(text, variety, profile, named)
            return look.decision if look else _NOTHING
        named = (named or Corridor()).over(self._entities.read(text).corridor())
        alone = Question(text=text, variety=variety, named=named, profile=profile, vector=self.vector(text, variety))
        vectors = alone.vector is not None
        weights = self._weights.fitting(vectors=vectors)
        joined = join(alone, before, self._entities, self._encode)
        if learned := shipped_following().get(vectors):
            return follow(snapshot.index, alone, joined, before, weights, learned)
        return follow_unlearned(snapshot.index, alone, joined, before, weights)

    def _encode(self, text: str) -> Vectors | None:
        if self._encoder is None:
            return None
        try:
            vector: Vectors = self._encoder.encode([text])[0]
        except EncoderUnavailable:
            return None  # lexical search still answers
        return vector

    def look(self, text: str, variety: str, profile: Corridor, named: Corridor | None = None) -> Look | None:
        """A question by itself, with the reasons; None before the first `refresh`."""
        snapshot = self._snapshot  # once: another thread may swap it
        if snapshot is None:
            return None
        named = (named or Corridor()).over(self._entities.read(text).corridor())
        question = Question(text=text, variety=variety, named=named, profile=profile, vector=self.vector(text, variety))
        weights = self._weights.fitting(vectors=question.vector is not None)
        evidence = snapshot.index.evidence(question)
        decision = decide(rank(evidence, weights), weights)
        return Look(question=question, evidence=evidence, weights=weights, decision=decision, snapshot=snapshot)

    def rehearsed(self, texts: Mapping[Language, Article]) -> Searcher:
        """Another searcher, which knows these texts (at least one) in the place of what is published of their article.

        It is for asking, never for refreshing; this one stays as it is.
        """
        slug = next(iter(texts.values())).id
        held = self._snapshot
        figures = held.figures if held else repository.figures()
        scopes = {**(held.index.scopes if held else {}), slug: Scope.of(next(iter(texts.values())))}
        prepared = {slug: self._preparer.prepare(texts.values(), figures)[slug].texts}
        index = held.index.changed(scopes, prepared) if held else ArticleIndex.built(scopes, prepared)
        rehearsal = Searcher(self._encoder, self._entities, self._weights)
        rehearsal._snapshot = Snapshot(
            change=held.change if held else 0,
            index=index.warm(),
            keys={},
            articles={**(held.articles if held else {}), slug: texts},
            figures=figures,
            helplines=held.helplines if held else tuple(repository.helplines()),
        )
        return rehearsal

    def vector(self, text: str, variety: str) -> Vectors | None:
        """The encoder's vector [dims] of a message, raw; None while there is no encoder. The last one is kept: a turn asks twice."""
        last = self._last
        if last is not None and last[0] == (text, variety):
            return last[1]
        vector = self._encode(encoder_text(text, variety))
        if vector is not None:
            self._last = ((text, variety), vector)
        return vector


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What the database holds now, and which articles read differently than in the old snapshot."""

    articles: Mapping[str, Mapping[Language, Article]]
    figures: Mapping[str, Figure]
    helplines: tuple[Helpline, ...]
    touched: Set[str]


def _shown(old: Snapshot | None) -> _Shown:
    """Only articles that changed since the old snapshot are read; figures and helplines are few."""
    figures, helplines = repository.figures(), tuple(repository.helplines())
    if old is None:
        articles = _by_id(repository.published())
        return _Shown(articles=articles, figures=figures, helplines=helplines, touched=articles.keys())
    changed = repository.changed_since(old.change)
    kept: dict[str, Mapping[Language, Article]] = {slug: texts for slug, texts in old.articles.items() if slug not in changed}
    articles = kept | dict(_by_id(repository.published(changed)))
    moved = {key for key in figures.keys() | old.figures.keys() if figures.get(key) != old.figures.get(key)}
    using = {slug for slug, texts in articles.items() if moved and any(moved & _figures_in(text) for text in texts.values())}
    return _Shown(articles=articles, figures=figures, helplines=helplines, touched=changed | using)


def _figures_in(article: Article) -> set[str]:
    return places(article.short_answer) | places(article.body)


def _by_id(articles: Sequence[Article]) -> Mapping[str, Mapping[Language, Article]]:
    found: dict[str, dict[Language, Article]] = {}
    for article in articles:
        found.setdefault(article.id, {})[article.language] = article
    return found
