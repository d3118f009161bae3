"""A synthesized cloud assembly (the CDK's cdk.out folder), as far as a deployment needs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from adapters.deployment_errors import AssemblyUnreadableError


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, and where in S3 the template looks for it."""

    source: Path
    bucket: str
    key: str


@dataclass(frozen=True, slots=True)
class AssemblyStack:
    """A stack: its template, where that lies in S3 (`bucket/key`), and all its assets, the template included."""

    name: str
    template: Mapping[str, Any]
    template_key: str
    assets: tuple[Asset, ...]

    @property
    def part(self) -> str:
        """The last word of its name."""
        return self.name.rpartition("-")[2]

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters that the template declares, with their defaults."""
        declared = self.template.get("Parameters", {})
        return {name: str(each.get("Default", "")) for name, each in declared.items()}


def read_assembly(assembly: Path, account: str, region: str) -> list[AssemblyStack]:
    """The stacks of the folder `assembly`, each after those it depends on, for an account and region.

    Raises `AssemblyUnreadableError`. Assets must be files, as zipped bundles and templates are.
    """
    values = {"AWS::AccountId": account, "AWS::Region": region, "AWS::Partition": "aws"}
    try:
        artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
        return [_read_stack(assembly, name, artifacts[name], values) for name in _in_order(artifacts)]
    except (OSError, KeyError, json.JSONDecodeError) as error:
        raise AssemblyUnreadableError(f"{assembly} is not a whole cloud assembly: {error!r}") from error


def _in_order(artifacts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The stacks' names, each after those it depends on."""
    order = TopologicalSorter({name: artifact.get("dependencies", []) for name, artifact in artifacts.items()})
    return [name for name in order.static_order() if artifacts[name]["type"] == "aws:cloudformation:stack"]


def _read_stack(
    assembly: Path, name: str, artifact: Mapping[str, Mapping[str, str]], values: Mapping[str, str]
) -> AssemblyStack:
    template_file = artifact["properties"]["templateFile"]
    files = json.loads((assembly / f"{name}.assets.json").read_text())["files"].values()
    assets = []
    template_key = ""
    for file in files:
        source = assembly / file["source"]["path"]
        if file["source"]["packaging"] != "file" or not source.is_file():
            raise AssemblyUnreadableError(f"{name}: the asset {source.name} is not a file")
        for destination in file["destinations"].values():
            key = _concrete(destination["objectKey"], values)
            assets.append(Asset(source, _concrete(destination["bucketName"], values), key))
            if source.name == template_file:
                template_key = f"{assets[-1].bucket}/{key}"
    return AssemblyStack(name, json.loads((assembly / template_file).read_text()), template_key, tuple(assets))


def _concrete(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    return text
