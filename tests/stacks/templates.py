"""Synthesized templates as tests read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One resource of one stack; `part` is the last word of the stack's name."""

    part: str
    logical_id: str
    kind: str
    properties: Mapping[str, Any]
    definition: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.part}/{self.logical_id}"


@dataclass(frozen=True)
class Templates:
    """The templates by part: `Storage`, `Bus`, `Pipeline`, `Api`, `Web`, `Observability`."""

    by_part: Mapping[str, Mapping[str, Any]]

    def resources(self, kind: str | None = None, part: str | None = None) -> list[Resource]:
        """All resources, of one kind (`AWS::SQS::Queue`) and part if stated."""
        found = [
            Resource(name, logical_id, definition["Type"], definition.get("Properties", {}), definition)
            for name, template in self.by_part.items()
            for logical_id, definition in template["Resources"].items()
        ]
        return [each for each in found if kind in (None, each.kind) and part in (None, each.part)]

    def one(self, kind: str, prefix: str) -> Resource:
        """The one resource of a kind whose logical id starts with `prefix` and goes on with a hash."""
        found = [each for each in self.resources(kind) if each.logical_id[:-8] == prefix]
        assert len(found) == 1, f"{len(found)} resources {kind} are called {prefix}"
        return found[0]

    def function(self, name: str) -> Resource:
        """The function `name`, as `lambdas/` names it."""
        handler = f"lambdas.{name}.handler.handler"
        return next(each for each in self.resources("AWS::Lambda::Function") if each.properties["Handler"] == handler)

    def statements(self, name: str) -> list[Mapping[str, Any]]:
        """Every statement of every policy of a function's role."""
        function = self.function(name)
        role = function.properties["Role"]["Fn::GetAtt"][0]
        return [
            statement
            for policy in self.resources("AWS::IAM::Policy", function.part)
            if {"Ref": role} in policy.properties["Roles"]
            for statement in policy.properties["PolicyDocument"]["Statement"]
        ]

    def event_source(self, function: str, source: str) -> Resource:
        """The event source mapping to a function from a resource that has `source` in its logical id."""
        target = {"Ref": self.function(function).logical_id}
        return next(
            each
            for each in self.resources("AWS::Lambda::EventSourceMapping")
            if each.properties["FunctionName"] == target and source in text(each.properties["EventSourceArn"])
        )

    def stream_filters(self, function: str) -> list[dict[str, Any]]:
        """The patterns by which a function's stream is filtered."""
        properties = self.event_source(function, "Table").properties
        return [json.loads(each["Pattern"]) for each in properties["FilterCriteria"]["Filters"]]

    def all_statements(self) -> Iterator[tuple[Resource, Mapping[str, Any]]]:
        """Every statement of every policy in any resource."""
        for resource in self.resources():
            yield from ((resource, statement) for statement in _statements(resource.properties))


def _statements(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if "Effect" in value and ("Action" in value or "NotAction" in value):
            yield value
        for child in value.values():
            yield from _statements(child)
    elif isinstance(value, list):
        for child in value:
            yield from _statements(child)


def bucket_named(pattern: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A rule's pattern with `name` in the place of the bucket that it refers to, if it does."""
    if "detail" not in pattern:
        return pattern
    (reference,) = pattern["detail"]["bucket"]["name"]
    assert "DataBucket" in text(reference)
    return {**pattern, "detail": {**pattern["detail"], "bucket": {"name": [name]}}}


def as_list(value: object) -> list[Any]:
    """A policy's `Action` or `Resource`, which may be one or many."""
    return value if isinstance(value, list) else [value]


def text(value: object) -> str:
    """A property as JSON, to look for a name in it."""
    return json.dumps(value, sort_keys=True)
