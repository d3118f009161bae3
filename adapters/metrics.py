"""The metrics of the deployment: the list of them, and emitting them in CloudWatch's embedded metric format.

A function notes what it measures while it works; `flush` writes it to the log at the end of the invocation, and
CloudWatch makes metrics of those lines. The list alone, which others read, needs no library.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

NAMESPACE_PREFIX = "GoodreadsStats"
"""The namespace is `GoodreadsStats/{stage}`, so that the stages of an account do not mix."""

COUNT = "Count"
SECONDS = "Seconds"
MILLISECONDS = "Milliseconds"
PERCENT = "Percent"


@dataclass(frozen=True, slots=True)
class Dimension:
    """The name of a dimension and its values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: its unit, the function that emits it, and its dimensions, each with every value it may have.

    The function is a dimension too, `service`. Counts of one invocation are added up, other values stay single.
    """

    name: str
    unit: str
    service: str
    dimensions: tuple[Dimension, ...] = ()


_SOURCE = Dimension("source", ("openlibrary", "googlebooks"))
_BUDGETED = Dimension("source", ("googlebooks",))
_OUTCOME = Dimension("outcome", ("enriched", "partial", "not_found", "failed"))
_ANSWER = Dimension("answer", ("hit", "miss", "rate_limited", "unavailable", "refused", "waits"))
_RESULT = Dimension("result", ("answered", "rate_limited", "refused", "unavailable", "no_answer"))

EXPORTS_STARTED = Metric("ExportsStarted", COUNT, "relay")
EXPORTS_COMPLETED = Metric("ExportsCompleted", COUNT, "relay")
EXPORTS_WITH_GAPS = Metric("ExportsWithGaps", COUNT, "relay")
EXPORTS_REJECTED = Metric("ExportsRejected", COUNT, "relay")
EXPORTS_FAILED = Metric("ExportsFailed", COUNT, "relay")
EXPORTS_DELETED = Metric("ExportsDeleted", COUNT, "relay")
BOOKS = Metric("Books", COUNT, "relay", (_OUTCOME,))
BOOKS_CLOSED_BY_DEADLINE = Metric("BooksClosedByDeadline", COUNT, "relay")
TIME_TO_DASHBOARD = Metric("TimeToDashboard", SECONDS, "aggregate")
CATALOGUE_LOOKUPS = Metric("CatalogueLookups", COUNT, "enrich")
CATALOGUE_HITS = Metric("CatalogueHits", COUNT, "enrich")
SOURCE_ANSWERS = Metric("SourceAnswers", COUNT, "enrich", (_SOURCE, _ANSWER))
SOURCE_REQUESTS = Metric("SourceRequests", COUNT, "enrich", (_SOURCE, _RESULT))
SOURCE_LATENCY = Metric("SourceLatency", MILLISECONDS, "enrich", (_SOURCE,))
SOURCE_PAUSED = Metric("SourcePausedSeconds", SECONDS, "enrich", (_SOURCE,))
DAILY_BUDGET_USED = Metric("DailyBudgetUsed", PERCENT, "enrich", (_BUDGETED,))
RUNS_PAST_DEADLINE = Metric("RunsPastDeadline", COUNT, "deadline")

METRICS = (
    *(EXPORTS_STARTED, EXPORTS_COMPLETED, EXPORTS_WITH_GAPS, EXPORTS_REJECTED, EXPORTS_FAILED, EXPORTS_DELETED),
    *(BOOKS, BOOKS_CLOSED_BY_DEADLINE, TIME_TO_DASHBOARD, CATALOGUE_LOOKUPS, CATALOGUE_HITS),
    *(SOURCE_ANSWERS, SOURCE_REQUESTS, SOURCE_LATENCY, SOURCE_PAUSED, DAILY_BUDGET_USED, RUNS_PAST_DEADLINE),
)
"""Every metric that the code emits."""


class UnknownDimensionError(ValueError):
    """Dimensions that the metric does not have: dashboards and alarms would not know of them."""


_noted: defaultdict[tuple[tuple[str, str], ...], dict[Metric, list[float]]] = defaultdict(dict)
"""By dimensions: the values of each metric."""


def note(metric: Metric, value: float = 1, **of: str) -> None:
    """Note a value of `metric`; `of` are its dimensions. UnknownDimensionError when they are not its own."""
    known = {dimension.name: dimension.values for dimension in metric.dimensions}
    if of.keys() != known.keys() or any(each not in known[name] for name, each in of.items()):
        raise UnknownDimensionError(f"{metric.name} of {of}")
    values = _noted[tuple(sorted(of.items()))].setdefault(metric, [])
    if metric.unit == COUNT and values:
        values[0] += value
    else:
        values.append(value)


def discard() -> None:
    """Forget what was noted and not written: an invocation that was cut off must not speak in the next one."""
    _noted.clear()


def flush(request_id: str) -> None:
    """Write what was noted, a line for each set of dimensions; nothing where nothing was noted.

    Each line names the invocation as its other lines do, so that all of them are found together.

    The namespace and the service are POWERTOOLS_METRICS_NAMESPACE and POWERTOOLS_SERVICE_NAME.
    """
    if not _noted:
        return
    from aws_lambda_powertools.metrics import EphemeralMetrics

    for of, metrics in _noted.items():
        line = EphemeralMetrics()
        line.add_metadata("function_request_id", request_id)
        for name, value in of:
            line.add_dimension(name, value)
        for metric, values in metrics.items():
            for each in values:
                line.add_metric(metric.name, metric.unit, each)
        if line.metric_set:  # Powertools writes every hundred values by itself
            line.flush_metrics()
    _noted.clear()
