"""One export through every stage over ports in memory, and what each stage does when called again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.enrichment import Findings, Match, SourcePart
from domain.events import EventName
from domain.events.books import QueuedBook, outcome_of
from domain.files import books_key, dashboard_key, evidence_key, owner_key, preview_key, raw_key, tombstone_key
from domain.lifecycle import Status
from domain.lifecycle.record import UPLOAD_WINDOW
from domain.lifecycle.status import status_of
from domain.pipeline.accept import Accepted
from domain.pipeline.aggregate import Aggregated, BooksMissingError
from domain.pipeline.enrich import Enriched
from domain.pipeline.ingest import Ingested, RawFileMissingError
from tests.unit.pipeline.conftest import Pipeline, ScriptedSource, export_csv

DUNE = Findings(subjects=("Science fiction", "Fiction"), cover_id=1, match=Match("title", 1.0))


async def enrich(pipeline: Pipeline, books: Sequence[QueuedBook]) -> Enriched:
    return await pipeline.enrichment(books)


async def through(pipeline: Pipeline, csv: bytes) -> Accepted:
    """An export taken through all stages."""
    accepted = pipeline.upload(csv)
    assert pipeline.ingested(accepted) is Ingested.QUEUED
    await enrich(pipeline, pipeline.queued(accepted))
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.PUBLISHED
    return accepted


def dashboard(pipeline: Pipeline, accepted: Accepted) -> dict[str, Any]:
    stored = pipeline.objects.get(dashboard_key(accepted.export_key, 1))
    assert stored is not None
    loaded: dict[str, Any] = json.loads(gzip.decompress(stored.body))
    return loaded


def status(pipeline: Pipeline, accepted: Accepted) -> dict[str, Any]:
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    return status_of(record, pipeline.counters.get(accepted.export_key, record.current_run), pipeline.clock())


async def test_an_export_ends_in_a_dashboard(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE})]
    accepted = await through(pipeline, export_csv("Dune", "Nobody's Book"))
    shown = dashboard(pipeline, accepted)
    assert [book["outcome"] for book in shown["books"]] == ["enriched", "not_found"]
    assert shown["books"][0]["genres"] == ["Science Fiction"]
    final = status(pipeline, accepted)
    assert (final["status"], final["gaps"], final["progress"]["percent_complete"]) == ("complete", 0, 100)
    assert pipeline.tables.names(accepted.export_key) == [
        "ExportUploaded",
        "ExportParsed",
        "BookQueued",
        "BookQueued",
        "BookEnriched",
        "BookEnriched",
        "DashboardPublished",
    ]


async def test_two_books_of_one_title_without_isbn_are_two_books(pipeline: Pipeline) -> None:
    accepted = await through(pipeline, export_csv("Poems", "Poems"))
    assert status(pipeline, accepted)["progress"]["total_books"] == 2
    assert pipeline.sources[0].asked == ["Poems"], "one question serves both"


async def test_no_read_book_is_a_dashboard_too(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", shelf="to-read"))
    pipeline.ingested(accepted)
    assert pipeline.counters.get(accepted.export_key, 1) is not None
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.PUBLISHED
    assert status(pipeline, accepted)["status"] == "complete"
    assert dashboard(pipeline, accepted)["summary"]["read_books"] == 0


async def test_unread_books_are_enriched_when_asked_for(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", shelf="to-read"), include_unread=True)
    pipeline.ingested(accepted)
    assert len(pipeline.queued(accepted)) == 1


@pytest.mark.parametrize(
    ("csv", "code"),
    [(b"", "empty"), (b"a,b\n1,2\n", "missing_columns: "), (b"PK\x03\x04" + bytes(200), "binary")],
)
def test_a_file_that_is_no_export_is_rejected(pipeline: Pipeline, csv: bytes, code: str) -> None:
    accepted = pipeline.upload(csv)
    assert pipeline.ingested(accepted) is Ingested.REJECTED
    record = pipeline.exports.get(accepted.export_key)
    assert record is not None
    assert (record.error_reason or "").startswith(code)
    assert status(pipeline, accepted)["error_code"] == "rejected"


def test_too_many_books_are_rejected_with_the_reason(pipeline: Pipeline) -> None:
    pipeline.max_books = 1
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    assert pipeline.ingested(accepted) is Ingested.REJECTED
    assert "more books" in status(pipeline, accepted)["error_message"]


def test_books_over_the_days_budget_are_rejected_with_the_reason(pipeline: Pipeline) -> None:
    pipeline.budget.limit = 2
    first, second = pipeline.upload(export_csv("Dune", "Emma")), pipeline.upload(export_csv("Ulysses"))
    assert [pipeline.ingested(first), pipeline.ingested(second)] == [Ingested.QUEUED, Ingested.REJECTED]
    assert "tomorrow" in status(pipeline, second)["error_message"]


def test_a_library_that_spends_the_budget_is_taken_when_it_comes_again(pipeline: Pipeline) -> None:
    pipeline.budget.limit = 1
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.budget.spend(accepted.export_key, 1, 2)  # a delivery that died right after
    assert pipeline.ingested(accepted) is Ingested.QUEUED


async def test_ingesting_again_changes_nothing(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    await enrich(pipeline, pipeline.queued(accepted)[:1])
    before = dict(pipeline.tables.events), dict(pipeline.tables.counters)
    pipeline.clock.advance(seconds=30)
    pipeline.objects.put(raw_key(accepted.export_key, 1), export_csv("Another", "Library", "Altogether"))
    assert pipeline.ingested(accepted) is Ingested.QUEUED
    assert (dict(pipeline.tables.events), dict(pipeline.tables.counters)) == before


def test_ingest_goes_on_where_it_stopped(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    lost = pipeline.event(accepted, EventName.EXPORT_PARSED).place
    for place in [p for p, e in pipeline.tables.events.items() if e.name is EventName.BOOK_QUEUED]:
        del pipeline.tables.events[place]
    assert lost in pipeline.tables.events
    pipeline.objects.delete([raw_key(accepted.export_key, 1)])
    assert pipeline.ingested(accepted) is Ingested.QUEUED
    assert len(pipeline.queued(accepted)) == 2


def test_a_file_that_vanished_unread_is_an_error_of_ours(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.objects.delete([raw_key(accepted.export_key, 1)])
    with pytest.raises(RawFileMissingError):
        pipeline.ingested(accepted)
    assert pipeline.giving_up.run(accepted.export_key, 1)
    assert status(pipeline, accepted)["error_code"] == "failed"


def test_a_file_that_comes_too_late_is_removed_unread(pipeline: Pipeline) -> None:
    accepted, _ = pipeline.acceptance.open(include_unread=False)
    pipeline.clock.advance(minutes=21)
    pipeline.objects.put(raw_key(accepted.export_key, 1), export_csv("Dune"))
    assert status(pipeline, accepted)["error_code"] == "not_received"
    assert pipeline.ingested(accepted) is Ingested.REMOVED
    assert not pipeline.objects.stored
    assert not pipeline.tables.events


async def test_enriching_again_changes_nothing(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    books = pipeline.queued(accepted)
    first = await enrich(pipeline, books)
    before = dict(pipeline.tables.events), dict(pipeline.tables.counters)
    second = await enrich(pipeline, [*books, *books])
    assert (len(first.counted), len(second.counted)) == (2, 0)
    assert (dict(pipeline.tables.events), dict(pipeline.tables.counters)) == before


async def test_a_second_reader_costs_no_question(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE})]
    await through(pipeline, export_csv("Dune", "Unknown"))
    pipeline.sources[0].asked.clear()
    accepted = await through(pipeline, export_csv("Dune", "Unknown"))
    assert pipeline.sources[0].asked == []
    assert dashboard(pipeline, accepted)["books"][0]["genres"] == ["Science Fiction"]


async def test_a_paused_source_makes_books_wait(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(paused=12.5)]
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    enriched = await enrich(pipeline, pipeline.queued(accepted))
    assert (enriched.waiting, enriched.wait_seconds, enriched.counted) == ([0, 1], 12.5, [])
    assert not pipeline.catalogue.entries


async def test_a_source_that_fails_is_a_failed_book_and_no_knowledge(pipeline: Pipeline) -> None:
    pipeline.sources = [ScriptedSource(part=SourcePart.UNAVAILABLE)]
    accepted = await through(pipeline, export_csv("Dune"))
    assert status(pipeline, accepted)["gaps"] == 1
    assert not pipeline.catalogue.entries


async def test_one_source_of_two_that_fails_makes_a_part(pipeline: Pipeline) -> None:
    plain = Findings(subjects=("Fiction",), match=Match("title", 1.0))
    pipeline.sources = [
        ScriptedSource(known={"Dune": plain}),
        ScriptedSource(name="googlebooks", part=SourcePart.RATE_LIMITED),
    ]
    accepted = await through(pipeline, export_csv("Dune"))
    assert dashboard(pipeline, accepted)["books"][0]["outcome"] == "partial"


async def test_a_second_source_is_asked_only_for_what_the_first_lacks(pipeline: Pipeline) -> None:
    second = ScriptedSource(name="googlebooks")
    pipeline.sources = [ScriptedSource(known={"Dune": DUNE}), second]
    await through(pipeline, export_csv("Dune", "Emma"))
    assert second.asked == ["Emma"]


async def test_without_sources_the_catalogue_alone_answers(pipeline: Pipeline) -> None:
    pipeline.sources = []
    accepted = await through(pipeline, export_csv("Dune"))
    assert dashboard(pipeline, accepted)["books"][0]["outcome"] == "not_found"
    assert not pipeline.catalogue.entries, "that nobody was asked is no knowledge"


async def test_aggregating_twice_gives_the_same_bytes(pipeline: Pipeline) -> None:
    accepted = await through(pipeline, export_csv("Dune", "Emma"))
    key = accepted.export_key
    before = {name: pipeline.objects.stored[name].body for name in pipeline.objects.keys("data/")}
    assert set(before) == {dashboard_key(key, 1), owner_key(key, 1), evidence_key(key, 1)}
    record = pipeline.exports.get(key)
    assert record is not None
    pipeline.objects.delete(list(before))
    pipeline.tables.records[key] = replace(record, status=Status.PROCESSING)
    del pipeline.tables.events[pipeline.event(accepted, EventName.DASHBOARD_PUBLISHED).place]
    pipeline.clock.advance(hours=1)
    assert pipeline.aggregation(key, 1) is Aggregated.PUBLISHED
    assert {name: pipeline.objects.stored[name].body for name in pipeline.objects.keys("data/")} == before


async def test_a_published_run_is_not_aggregated_again(pipeline: Pipeline) -> None:
    accepted = await through(pipeline, export_csv("Dune"))
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.IGNORED


def test_a_run_with_open_books_is_not_aggregated(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.ingested(accepted)
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.UNFINISHED


def test_a_run_without_its_books_is_told(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", shelf="to-read"))
    pipeline.ingested(accepted)
    pipeline.objects.delete([books_key(accepted.export_key, 1)])
    with pytest.raises(BooksMissingError):
        pipeline.aggregation(accepted.export_key, 1)


async def test_given_up_books_end_their_run(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    books = pipeline.queued(accepted)
    await enrich(pipeline, books[:1])
    counting = pipeline.giving_up.books(books)
    assert (len(counting.already), len(counting.counted)) == (1, 1), "a success is not taken back"
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.PUBLISHED
    assert status(pipeline, accepted)["gaps"] == 1


def test_a_run_with_a_counter_is_not_given_up(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.ingested(accepted)
    assert not pipeline.giving_up.run(accepted.export_key, 1)
    assert status(pipeline, accepted)["status"] == "processing"


def test_a_file_that_outlived_its_export_is_removed_by_giving_up(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    file = raw_key(accepted.export_key, 1)
    pipeline.giving_up.run(accepted.export_key, 1)
    assert file in pipeline.objects.stored, "the file of an export that is there stays"
    pipeline.deletion(accepted.export_key)
    pipeline.objects.put(file, export_csv("Dune"))
    pipeline.giving_up.run(accepted.export_key, 1)
    assert file not in pipeline.objects.stored


def test_status_tells_each_step_and_never_goes_back(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    seen = [status(pipeline, accepted)]
    pipeline.ingested(accepted)
    seen.append(status(pipeline, accepted))
    pipeline.giving_up.books(pipeline.queued(accepted))
    seen.append(status(pipeline, accepted))
    pipeline.aggregation(accepted.export_key, 1)
    seen.append(status(pipeline, accepted))
    assert [each["message"] for each in seen] == [
        "waiting for the file",
        "Looking up books: 0 of 1",
        "Making the dashboard",
        "Processing complete",
    ]
    percents = [each["progress"]["percent_complete"] for each in seen]
    assert percents == [0, 0, 99, 100]


async def test_the_preview_is_there_before_any_outcome(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune"))
    pipeline.ingested(accepted)
    stored = pipeline.objects.get(preview_key(accepted.export_key, 1))
    assert stored is not None
    (book,) = json.loads(gzip.decompress(stored.body))["books"]
    assert (book["title"], book["genres"]) == ("Dune", None)


async def test_a_deleted_export_leaves_nothing_and_does_not_come_back(pipeline: Pipeline) -> None:
    accepted = pipeline.upload(export_csv("Dune", "Emma"))
    pipeline.ingested(accepted)
    books = pipeline.queued(accepted)
    await enrich(pipeline, books[:1])
    deleted = pipeline.deletion(accepted.export_key)
    assert deleted == ["uploads/1/raw.csv", "processing/1/books.json", "processing/1/preview.json.gz"]
    assert pipeline.exports.find(accepted.uuid) is None
    await enrich(pipeline, books)
    assert pipeline.aggregation(accepted.export_key, 1) is Aggregated.IGNORED
    assert pipeline.ingested(accepted) is Ingested.REMOVED
    gone = pipeline.event(accepted, EventName.EXPORT_DELETED)
    pipeline.erasure(accepted.export_key, last_run=gone.run, largest_shard=0)
    assert list(pipeline.tables.events.values()) == [gone]
    assert not pipeline.tables.counters
    assert list(pipeline.objects.stored) == [tombstone_key(accepted.export_key)]


async def test_the_eraser_makes_the_mark_that_a_dying_delete_did_not(pipeline: Pipeline) -> None:
    accepted = await through(pipeline, export_csv("Dune"))
    pipeline.deletion(accepted.export_key)
    pipeline.objects.delete([tombstone_key(accepted.export_key)])
    pipeline.erasure(accepted.export_key, last_run=1, largest_shard=0)
    assert list(pipeline.objects.stored) == [tombstone_key(accepted.export_key)]


def known(*headings: str) -> Findings:
    return Findings(subjects=headings, cover_id=1, match=Match("title", 1.0))


async def test_a_book_with_fiction_alone_borrows_from_its_author_in_other_libraries(pipeline: Pipeline) -> None:
    fantasy = known("Fantasy fiction", "Magic", "Fiction, fantasy, epic")
    pipeline.sources = [
        ScriptedSource(known={"Mort": fantasy, "Sourcery": fantasy, "Jingo": known("Fiction")}),
    ]
    await through(pipeline, export_csv("Mort", "Sourcery"))
    accepted = await through(pipeline, export_csv("Jingo"))
    (book,) = dashboard(pipeline, accepted)["books"]
    assert (book["genres"], book["inferred"]) == (["Fantasy"], True)
    event = pipeline.event(accepted, EventName.BOOK_ENRICHED)
    assert outcome_of(event).lenders.author == (fantasy.subjects, fantasy.subjects)


async def test_a_book_with_headings_of_its_own_carries_no_lenders(pipeline: Pipeline) -> None:
    fantasy = known("Fantasy fiction", "Magic", "Fiction, fantasy, epic")
    pipeline.sources = [ScriptedSource(known={"Mort": fantasy, "Sourcery": fantasy})]
    accepted = await through(pipeline, export_csv("Mort", "Sourcery"))
    events = [e for e in pipeline.tables.events.values() if e.name is EventName.BOOK_ENRICHED]
    assert len(events) == 2
    assert all("lenders" not in event.data for event in events)
    assert dashboard(pipeline, accepted)["books"][0]["inferred"] is False


async def test_what_was_borrowed_is_not_lent(pipeline: Pipeline) -> None:
    fantasy = known("Fantasy fiction", "Magic", "Fiction, fantasy, epic")
    pipeline.sources = [ScriptedSource(known={"Mort": fantasy, "Jingo": known("Fiction")})]
    await through(pipeline, export_csv("Mort", "Jingo"))
    (shelf,) = pipeline.catalogue.shelves.values()
    assert list(shelf.books.values()) == [fantasy.subjects]


def test_a_file_is_not_taken_at_the_last_moment(pipeline: Pipeline) -> None:
    accepted, _ = pipeline.acceptance.open(include_unread=False)
    pipeline.objects.put(raw_key(accepted.export_key, 1), export_csv("Dune"))
    pipeline.clock.moment += UPLOAD_WINDOW
    assert status(pipeline, accepted)["message"] == "waiting for the file"
    assert pipeline.ingested(accepted) is Ingested.REMOVED, "a moment later the status says that it did not arrive"
