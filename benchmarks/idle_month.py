"""What a deployed stage costs in a month in which nobody uses it, counted from its templates.

    python -m benchmarks.idle_month

Without any free tier, which covers most of it: a million SQS requests, ten alarms and three dashboards a month.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Final

from domain.billing.prices import PRICES
from local.bundles import Platform, build_bundles
from stacks.synthesis import synthesize

ALARM_DOLLARS: Final = 0.10
DASHBOARD_DOLLARS: Final = 3.00
POLLERS: Final = 5
"""Long polls that Lambda keeps open on the queue of each mapping."""
_POLL_SECONDS: Final = 20
_MONTH_SECONDS: Final = 30 * 24 * 3600


def idle_month() -> dict[str, float]:
    """Dollars by line."""
    build_bundles(Platform.HOST)
    found: Counter[str] = Counter()
    for file in synthesize(Platform.HOST).glob("*.template.json"):
        for resource in json.loads(file.read_text())["Resources"].values():
            found[resource["Type"]] += 1
            reads_stream = "StartingPosition" in resource.get("Properties", {})
            if resource["Type"] == "AWS::Lambda::EventSourceMapping" and not reads_stream:
                found["queue"] += 1
    polls = found["queue"] * POLLERS * _MONTH_SECONDS / _POLL_SECONDS
    return {
        f"{found['queue']} queues that Lambda polls": polls * PRICES["messages"].dollars,
        f"{found['AWS::CloudWatch::Alarm']} alarms": found["AWS::CloudWatch::Alarm"] * ALARM_DOLLARS,
        f"{found['AWS::CloudWatch::Dashboard']} dashboards": found["AWS::CloudWatch::Dashboard"] * DASHBOARD_DOLLARS,
    }


def main() -> None:
    """Print it."""
    month = idle_month()
    for line, dollars in month.items():
        print(f"{dollars:8.2f}  {line}")
    print(json.dumps({"idle_month": round(sum(month.values()), 2)}))


if __name__ == "__main__":
    main()
