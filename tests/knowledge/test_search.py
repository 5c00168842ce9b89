from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import models
from knowledge.article import ArticleFolder, Corridor, Country, Language
from knowledge.content_files import write_folders
from knowledge.entities import EntityReader
from knowledge.errors import IndexEmpty
from knowledge.importing import import_articles
from knowledge.retrieval.index import ArticleIndex
from knowledge.retrieval.ranking import CONFIDENCE_FEATURES, FEATURES, Decision, Verdict, Weights, WeightSets
from knowledge.search import Searcher
from tests.knowledge.samples import WAGE, HashEncoder, base

READER = EntityReader({"country": {"DE": ["germany"], "FR": ["france"]}})
NOWHERE = Corridor()
# Set by hand: the shipped ones are learned anew, and these tests are about the searcher.
PLAIN = Weights(  # what speaks for an article counts alike, what speaks against it more
    ranking=tuple(-3.0 if name.endswith("_missed") else -0.1 if name.startswith("unasked_") else 1.0 for name in FEATURES),
    confidence=(1.0,) * len(CONFIDENCE_FEATURES),
    confidence_bias=-2.0,
    answer_from=0.5,
    clarify_from=0.2,
    tie_within=0.5,
)
WEIGHTS = WeightSets(with_vectors=PLAIN, without_vectors=PLAIN)


@pytest.fixture
def articles(empty_base: str, tmp_path: Path) -> Path:
    """Six articles, imported; the folder may be changed and imported again."""
    write_folders([ArticleFolder(id=a.id, articles=(a,), figures=(WAGE,) if a.id == "de-wage" else ()) for a in base()], tmp_path)
    assert import_articles(tmp_path).created == 6
    return tmp_path


def unready(encoder: HashEncoder | None = None) -> Searcher:
    return Searcher(encoder, READER, WEIGHTS)


def searcher(encoder: HashEncoder | None = None) -> Searcher:
    held = unready(encoder)
    held.refresh()
    return held


def index(held: Searcher) -> ArticleIndex:
    assert held.snapshot
    return held.snapshot.index


def first(decision: Decision) -> str:
    return decision.hits[0].article


@pytest.mark.usefixtures("articles")
def test_the_article_of_the_country_in_the_message_comes_first() -> None:
    search = searcher(HashEncoder()).search
    assert first(search("minimum wage in germany per hour", "en", NOWHERE)) == "de-wage"
    assert first(search("minimum wage in france per hour", "en", NOWHERE)) == "fr-wage"


@pytest.mark.usefixtures("articles")
def test_what_the_engine_named_stands_before_the_plain_reading() -> None:
    named = Corridor(destination=Country.FR)
    assert first(searcher(HashEncoder()).search("minimum wage per hour, not germany", "en", NOWHERE, named)) == "fr-wage"


@pytest.mark.usefixtures("articles")
def test_nothing_is_ready_before_the_first_refresh_and_nothing_changes_without_a_change() -> None:
    held = unready()
    assert held.snapshot is None
    assert held.search("minimum wage", "en", NOWHERE).verdict is Verdict.ABSTAIN
    assert [held.refresh(), held.refresh()] == [True, False]


def test_a_change_swaps_in_a_new_snapshot_and_leaves_the_old_one_as_it_was(articles: Path) -> None:
    held = searcher()
    old = index(held)
    changed = replace(base()[0], title="Another question?")
    write_folders([ArticleFolder(id="de-wage", articles=(changed,), figures=(WAGE,))], articles)
    import_articles(articles)
    assert held.refresh()
    assert held.snapshot and held.snapshot.articles["de-wage"][Language.EN].title == "Another question?"
    assert index(held) is not old and old.parts["de-wage"] is not index(held).parts["de-wage"]
    assert old.parts["fr-wage"] is index(held).parts["fr-wage"]  # only what changed is prepared again


@pytest.mark.usefixtures("articles")
def test_a_withdrawn_article_is_gone_after_the_next_refresh() -> None:
    held = searcher()
    assert "diploma" in index(held).articles
    models.Article.objects.get(slug="diploma").unpublish()
    assert held.refresh()
    assert "diploma" not in index(held).articles


@pytest.mark.usefixtures("articles")
def test_when_the_last_article_is_withdrawn_nothing_answers_any_more() -> None:
    held = searcher()
    for row in models.Article.objects.all():
        row.unpublish()
    with pytest.raises(IndexEmpty):
        held.refresh()
    assert held.snapshot is None


@pytest.mark.usefixtures("articles")
def test_a_new_helpline_is_there_after_the_next_refresh() -> None:
    held = searcher()
    models.Helpline.objects.create(
        country="DE", topics=["police"], name="P", phone_local="110", source_url="https://a.b", confidence="high"
    )
    assert held.refresh() and held.snapshot
    assert [line.name for line in held.snapshot.helplines] == ["P"]


@pytest.mark.usefixtures("empty_base")
def test_an_empty_base_is_told() -> None:
    with pytest.raises(IndexEmpty):
        unready().refresh()


def test_prepared_articles_are_remembered_so_that_only_what_changed_is_embedded(articles: Path) -> None:
    first_time, second_time = HashEncoder(), HashEncoder()
    searcher(first_time)
    held = searcher(second_time)
    assert first_time.given and second_time.given == []
    changed = replace(base()[4], title="Does my diploma count?")
    write_folders([ArticleFolder(id="diploma", articles=(changed,))], articles)
    import_articles(articles)
    assert held.refresh()
    assert "Does my diploma count?" in second_time.given
    assert "minimum wage per hour" not in second_time.given


@pytest.mark.usefixtures("articles")
def test_another_encoder_embeds_everything_again() -> None:
    searcher(HashEncoder())
    other = HashEncoder(identity="other")
    held = searcher(other)
    assert len(other.given) == sum(texts.size for texts in index(held).parts.values()) > 0


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("encoder", [None, HashEncoder(broken=True)])
def test_without_a_working_encoder_the_words_still_find_the_article(encoder: HashEncoder | None) -> None:
    assert first(searcher(encoder).search("recognition of my degree certificate", "en", NOWHERE)) == "diploma"


@pytest.mark.usefixtures("articles")
def test_an_encoder_that_fails_later_leaves_search_by_words() -> None:
    encoder = HashEncoder()
    held = searcher(encoder)
    encoder.broken = True
    assert first(held.search("recognition of my degree certificate", "en", NOWHERE)) == "diploma"


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("text", ["", "🙂", "\ud83d", "\0", "١٢٣", "x" * 5000, "'" * 50])
@pytest.mark.parametrize("variety", ["en", "ar", "ary-Latn", "mixed", "unheard-of"])
def test_no_message_breaks_the_search(text: str, variety: str) -> None:
    assert 0 <= searcher().search(text, variety, NOWHERE).confidence <= 1


@pytest.mark.usefixtures("articles")
def test_a_figure_edited_reaches_the_articles_that_use_it_and_no_other() -> None:
    for other in models.Article.objects.exclude(slug="de-wage"):
        other.short_answer = other.body = "It depends."
        other.save()
    held = searcher()
    before = index(held)
    figure = models.Figure.objects.get(key="de_wage")
    figure.value = 99
    figure.save()
    assert held.refresh() and held.snapshot
    assert held.snapshot.figures["de_wage"].value == 99
    changed = {slug for slug, part in index(held).parts.items() if part is not before.parts[slug]}
    assert changed == {"de-wage"}


@pytest.mark.usefixtures("articles")
def test_a_base_restored_from_an_older_backup_is_read_as_a_whole() -> None:
    held = searcher()
    models.Article.objects.get(slug="diploma").unpublish()
    held.refresh()
    models.ContentChange.objects.order_by("-id")[0].delete()
    assert held.refresh() and "diploma" not in index(held).articles


def test_merging_fills_the_gaps_of_the_first() -> None:
    one, two = Corridor(origin=Country.MA), Corridor(origin=Country.TN, destination=Country.DE, present_in=Country.IT)
    assert one.over(two) == Corridor(origin=Country.MA, destination=Country.DE, present_in=Country.IT)
    assert NOWHERE.over(NOWHERE) == NOWHERE
