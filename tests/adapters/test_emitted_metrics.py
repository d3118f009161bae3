"""The list of metrics is what the functions emit: each is run, and its lines are read as CloudWatch reads them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest

from adapters import aws, book_sources, metrics, wiring
from adapters.chance import now
from adapters.counters_table import DynamoCounters
from adapters.daily_budget import SharedBudget
from adapters.exports_table import DynamoExports
from adapters.metrics import METRICS, NAMESPACE_PREFIX, Metric, UnknownDimensionError
from adapters.source_metrics import MeasuredSource, measured_requests
from domain.enrichment import BookOutcome, Outcome, SourcePart
from domain.events import DomainEvent
from domain.events.books import book_outcome, queued_book
from domain.exports import library_to_json, read_export
from domain.files import books_key
from domain.lifecycle import Counter, ExportRecord
from domain.pipeline.deadline import Checked
from domain.sources.ask import BookQuery, LookedUp, SourceAnswer
from lambdas.aggregate import handler as aggregate
from lambdas.deadline import handler as deadline
from lambdas.enrich import handler as enrich
from lambdas.relay import handler as relay
from local.sources import SimulatedSources
from tests.adapters.test_http_api import BUCKET, EXPORT, Context
from tests.adapters.test_relay import image_of
from tests.events_made import MOMENT, every_event
from tests.sources_served import LIBRARY, Canned, canned

pytestmark = pytest.mark.usefixtures("account")

KEY = "3f1c9a52b7d04e68a1b2c3d4"
Dimensions = frozenset[tuple[str, str]]


class Emissions(defaultdict[tuple[str, Dimensions], list[float]]):
    """By name and dimensions: the values, as CloudWatch makes them of the lines of a log."""

    def __init__(self, log: str) -> None:
        super().__init__(list)
        for line in log.splitlines():
            told = json.loads(line)
            for directive in told.get("_aws", {}).get("CloudWatchMetrics", []):
                assert directive["Namespace"] == f"{NAMESPACE_PREFIX}/dev"
                (names,) = directive["Dimensions"]
                for metric in directive["Metrics"]:
                    stated = told[metric["Name"]]
                    values = stated if isinstance(stated, list) else [stated]
                    self[metric["Name"], frozenset((name, told[name]) for name in names)] += values

    def of(self, metric: Metric, **dimensions: str) -> list[float]:
        return self[metric.name, frozenset({**dimensions, "service": metric.service}.items())]


@dataclass
class Functions:
    """The functions, run as they are deployed, with what they printed."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def run(self, service: str, handler: Any, event: dict[str, Any]) -> Emissions:
        self.monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", service)
        handler(event, Context())
        return self.read()

    def read(self) -> Emissions:
        return Emissions(self.capsys.readouterr().out)

    def relay(self, events: Sequence[DomainEvent]) -> Emissions:
        aws.events().create_event_bus(Name="library")
        records = [{"dynamodb": {"NewImage": image_of(event)}} for event in events]
        return self.run("relay", relay.handler, {"Records": records})

    def aggregate(self) -> Emissions:
        aws.s3().create_bucket(Bucket=BUCKET)
        record = ExportRecord(
            export_key=KEY,
            uuid="0b0f5b0e-5c1c-4d0a-9a51-0c3b6b1f2a77",
            owner_token_sha256="ab" * 32,
            created_at=now() - dt.timedelta(seconds=9),
            correlation_id="c0ffee",
            run_started_at=now() - dt.timedelta(seconds=7),
        )
        DynamoExports().create(record)
        assert DynamoCounters().open(record, Counter(0, 0))
        library = read_export(EXPORT, today=now().date())
        wiring.objects().put(books_key(KEY, 1), library_to_json(library))
        keys = {"pk": {"S": f"{KEY}#1"}}
        return self.run("aggregate", aggregate.handler, {"Records": [{"dynamodb": {"Keys": keys}}]})

    def deadline(self, done: Checked) -> Emissions:
        self.monkeypatch.setattr(deadline, "_stage", lambda _arn: lambda _check: done)
        return self.run("deadline", deadline.handler, {"export_key": KEY, "run": 1, "number": 1})


@pytest.fixture
def functions(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Functions]:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", f"{NAMESPACE_PREFIX}/dev")
    monkeypatch.setenv("DATA_BUCKET", BUCKET)
    monkeypatch.setenv("BUS_NAME", "library")
    for cached in (wiring.settings, relay._bus, aggregate._stage, enrich._stage):
        cached.cache_clear()
    metrics.discard()
    yield Functions(capsys, monkeypatch)
    for cached in (wiring.settings, relay._bus, aggregate._stage, enrich._stage):
        cached.cache_clear()
    metrics.discard()


def all_events() -> list[DomainEvent]:
    events = every_event()
    book = queued_book(events["BookQueued"].envelope())
    late = BookOutcome(book.book_id, Outcome.FAILED, reason="deadline")
    return [*events.values(), book_outcome(book, late, MOMENT)]


_PARTS = [part for part in SourcePart if part is not SourcePart.SKIPPED]  # that one is of sources not asked
_QUERIES = [BookQuery(key, "Dune", "Frank Herbert") for key in (*_PARTS, "waits")]


@dataclass
class Scripted:
    """A source that answers each book with the part that it is named after, and one with nothing."""

    name: str

    async def look_up(self, queries: Sequence[BookQuery]) -> LookedUp:
        return LookedUp({query.key: SourceAnswer(SourcePart(query.key)) for query in queries[:-1]}, 12.5)


async def ask_everything(source: str) -> None:
    """Every answer, every result of a request, a pause and the budget of a source."""
    await MeasuredSource(Scripted(source)).look_up(_QUERIES)
    statuses = [200, 404, 429, 403, 401, 503]
    async with (
        canned(*(Canned(status=status) for status in statuses), Canned(reset=True)) as server,
        aiohttp.ClientSession(trace_configs=[measured_requests(source)]) as session,
    ):
        for _ in statuses:
            await (await session.get(server.url)).read()
        with pytest.raises(aiohttp.ClientError):
            await session.post(server.url)
    if source == "googlebooks":
        budget = SharedBudget(source, 4, now)
        assert await budget.spend()
        await budget.exhaust()
        assert not await budget.spend()


def test_the_relay_counts_what_happened(functions: Functions) -> None:
    emitted = functions.relay([*all_events(), every_event()["BookEnriched.enriched"]])
    assert emitted.of(metrics.EXPORTS_STARTED) == [2]  # an upload, and the wish to process again
    assert emitted.of(metrics.EXPORTS_COMPLETED) == emitted.of(metrics.EXPORTS_WITH_GAPS) == [1]
    assert emitted.of(metrics.EXPORTS_REJECTED) == emitted.of(metrics.EXPORTS_FAILED) == [1]
    assert emitted.of(metrics.BOOKS, outcome="enriched") == [2]
    assert emitted.of(metrics.BOOKS, outcome="failed") == [2]
    assert emitted.of(metrics.BOOKS_CLOSED_BY_DEADLINE) == [1]


def test_a_dashboard_without_gaps_is_none_with_gaps(functions: Functions) -> None:
    published = every_event()["DashboardPublished"]
    whole = replace(published, data={**published.data, "partial": 0, "failed": 0})
    emitted = functions.relay([whole])
    assert emitted.of(metrics.EXPORTS_COMPLETED) == [1]
    assert emitted.of(metrics.EXPORTS_WITH_GAPS) == []


def test_the_aggregator_measures_the_time_to_the_dashboard(functions: Functions) -> None:
    (seconds,) = functions.aggregate().of(metrics.TIME_TO_DASHBOARD)
    assert 7 <= seconds < 60
    again = functions.run(
        "aggregate", aggregate.handler, {"Records": [{"dynamodb": {"Keys": {"pk": {"S": KEY + "#1"}}}}]}
    )
    assert again.of(metrics.TIME_TO_DASHBOARD) == []


@pytest.mark.parametrize("done", Checked)
def test_a_run_is_past_its_deadline_when_the_check_ends_it(functions: Functions, done: Checked) -> None:
    emitted = functions.deadline(done)
    assert emitted.of(metrics.RUNS_PAST_DEADLINE) == ([1] if done in (Checked.CLOSED, Checked.FAILED) else [])


async def test_a_source_is_measured(functions: Functions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "enrich")
    await ask_everything("googlebooks")
    metrics.flush("request-1")
    emitted = functions.read()
    for answer in ("hit", "miss", "rate_limited", "unavailable", "refused", "waits"):
        assert emitted.of(metrics.SOURCE_ANSWERS, source="googlebooks", answer=answer) == [1], answer
    expected = {"answered": 2, "rate_limited": 1, "refused": 2, "unavailable": 1, "no_answer": 1}
    for result, number in expected.items():
        assert emitted.of(metrics.SOURCE_REQUESTS, source="googlebooks", result=result) == [number], result
    assert len(emitted.of(metrics.SOURCE_LATENCY, source="googlebooks")) == 7
    assert emitted.of(metrics.SOURCE_PAUSED, source="googlebooks") == [12.5]
    assert emitted.of(metrics.DAILY_BUDGET_USED, source="googlebooks") == [25, 100, 100]


@pytest.fixture
def _sessions_are_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The enricher's session lives as long as its environment; here that ends with the test."""
    opened: list[aiohttp.ClientSession] = []
    make = book_sources._session

    def remember(source: str) -> aiohttp.ClientSession:
        opened.append(make(source))
        return opened[-1]

    monkeypatch.setattr(book_sources, "_session", remember)
    yield
    for session in opened:
        enrich._runner().run(session.close())
    enrich._runner().close()
    enrich._runner.cache_clear()


@pytest.mark.usefixtures("_sessions_are_closed")
def test_the_enricher_measures_the_catalogue_and_its_sources(functions: Functions) -> None:
    with SimulatedSources(LIBRARY) as sources:
        sources.configure(identified_per_second=0, unidentified_per_second=0)
        functions.monkeypatch.setenv("OPENLIBRARY_URL", sources.url)
        functions.monkeypatch.setenv("OPENLIBRARY_REQUESTS_PER_SECOND", "50")
        event = {"detail": every_event()["BookQueued"].envelope()}
        record = {"messageId": "1", "body": json.dumps(event), "attributes": {"ApproximateReceiveCount": "1"}}
        emitted = functions.run("enrich", enrich.handler, {"Records": [record]})
        again = functions.run("enrich", enrich.handler, {"Records": [record]})
    assert emitted.of(metrics.CATALOGUE_LOOKUPS) == [1]
    assert emitted.of(metrics.CATALOGUE_HITS) == [0]
    assert emitted.of(metrics.SOURCE_ANSWERS, source="openlibrary", answer="hit") == [1]
    assert emitted.of(metrics.SOURCE_REQUESTS, source="openlibrary", result="answered")[0] >= 1
    assert again.of(metrics.CATALOGUE_HITS) == [1]


async def test_the_list_is_whole_and_has_nothing_more(functions: Functions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every metric of the list, with every value of its dimensions, comes out of some function; nothing else does."""
    seen = {*functions.relay(all_events()), *functions.aggregate(), *functions.deadline(Checked.CLOSED)}
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "enrich")
    for source in ("openlibrary", "googlebooks"):
        await ask_everything(source)
    metrics.note(metrics.CATALOGUE_LOOKUPS)  # the enricher's own, which the test above sees come out of it
    metrics.note(metrics.CATALOGUE_HITS)
    metrics.flush("request-1")
    seen |= {*functions.read()}
    listed = {(metric.name, frozenset(each)) for metric in METRICS for each in _combinations(metric)}
    assert seen == listed


def _combinations(metric: Metric) -> Iterator[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[("service", metric.service)]]
    for dimension in metric.dimensions:
        found = [[*each, (dimension.name, value)] for each in found for value in dimension.values]
    yield from found


def test_a_value_that_no_dashboard_knows_is_refused() -> None:
    with pytest.raises(UnknownDimensionError):
        metrics.note(metrics.BOOKS, outcome="lost")
    with pytest.raises(UnknownDimensionError):
        metrics.note(metrics.BOOKS)


def test_what_an_invocation_noted_before_it_was_cut_off_is_not_the_next_ones(functions: Functions) -> None:
    metrics.note(metrics.RUNS_PAST_DEADLINE)
    assert functions.deadline(Checked.REARMED).of(metrics.RUNS_PAST_DEADLINE) == []


def test_more_than_a_hundred_values_are_all_written(functions: Functions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "enrich")
    for number in range(200):
        metrics.note(metrics.SOURCE_LATENCY, number, source="openlibrary")
    metrics.flush("request-1")
    assert functions.read().of(metrics.SOURCE_LATENCY, source="openlibrary") == list(range(200))
