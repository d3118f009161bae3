"""deadline: what schedules ask for. It looks at a run's progress, and ends what was kept for its time.

What died of that it does again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from adapters import aws, metrics, wiring
from adapters.chance import new_token, now, pause
from adapters.source_records import any_paused
from domain.pipeline.deadline import Checked, ProgressCheck
from domain.pipeline.expire import Expiration
from domain.ports import Check, Expiry
from lambdas.telemetry import logger, observed, works_for

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@functools.cache
def _stage(own_arn: str) -> ProgressCheck:
    return ProgressCheck(
        exports=wiring.exports(),
        counters=wiring.counters(),
        store=wiring.store(),
        objects=wiring.objects(),
        schedules=wiring.schedules(own_arn),
        enrichment=wiring.queue("ENRICHMENT_QUEUE_URL"),
        start_aggregation=_start_aggregation,
        is_paused=any_paused,
        clock=now,
        new_token=new_token,
        pause=pause,
    )


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Make the progress check, or the expiry, that a schedule names; or one that died, from the dead letters.

    What raises comes again.
    """
    for asked in _asked(event):
        if "expires_run" in asked:
            _expire(Expiry(**asked))
        else:
            _look(Check(**asked), context.invoked_function_arn)


def _asked(event: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What an event asks for, one thing or a queue's.

    A dead letter of the scheduler is what the schedule says; Lambda's record of a failed invocation has it as
    `requestPayload`.
    """
    if "Records" not in event:
        return [event]
    bodies = [json.loads(record["body"]) for record in event["Records"]]  # the mapping's batch size is one
    return [body.get("requestPayload", body) for body in bodies]


def _look(check: Check, own_arn: str) -> None:
    works_for(check.export_key)
    done = _stage(own_arn)(check)
    if done in (Checked.CLOSED, Checked.FAILED):
        metrics.note(metrics.RUNS_PAST_DEADLINE)
    logger.info("checked", extra={"export_key": check.export_key, "run": check.run, "done": done.name})


def _expire(expiry: Expiry) -> None:
    works_for(expiry.export_key)
    deleted = Expiration(wiring.exports(), now)(expiry.export_key)
    logger.info("expired", extra={"export_key": expiry.export_key, "deleted": deleted})


def _start_aggregation(export_key: str, run: int) -> None:
    """Invoke the aggregator as its stream does, without waiting for it."""
    record = {"eventID": "progress-check", "dynamodb": {"Keys": {"pk": {"S": f"{export_key}#{run}"}}}}
    aws.functions().invoke(
        FunctionName=wiring.settings().text("AGGREGATE_FUNCTION_NAME"),
        InvocationType="Event",
        Payload=json.dumps({"Records": [record]}),
    )
