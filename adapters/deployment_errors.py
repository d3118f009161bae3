"""How a deployment fails."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedResource:
    """One resource that failed: its logical id, type, status and CloudFormation's reason."""

    logical_id: str
    resource_type: str
    status: str
    reason: str

    def __str__(self) -> str:
        return f"{self.logical_id} ({self.resource_type}) {self.status}: {self.reason}"


class DeploymentError(Exception):
    """A deployment did not succeed."""


class AssemblyUnreadableError(DeploymentError):
    """The folder is not a cloud assembly, or names files that it does not hold."""


class UnknownParameterError(DeploymentError):
    """A given parameter is in no template of the assembly."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = tuple(sorted(names))
        super().__init__(f"No template has the parameter(s) {', '.join(self.names)}")


class StackFailedError(DeploymentError):
    """A stack ended in a failed state; `failures` are its resources that failed, the first cause first."""

    def __init__(self, stack: str, status: str, failures: tuple[FailedResource, ...]) -> None:
        self.stack = stack
        self.status = status
        self.failures = failures
        lines = "".join(f"\n- {failure}" for failure in failures)
        super().__init__(f"Stack {stack} ended as {status}{lines}")


class StackRefusedError(DeploymentError):
    """CloudFormation did not begin: `reason` is what it said of the template, the parameters or the stack."""

    def __init__(self, stack: str, reason: str) -> None:
        self.stack = stack
        self.reason = reason
        super().__init__(f"Stack {stack} was refused: {reason}")


class StackTimeoutError(DeploymentError):
    """A stack was still in progress when the time was up."""

    def __init__(self, stack: str, status: str, seconds: float) -> None:
        self.stack = stack
        super().__init__(f"Stack {stack} was still {status} after {seconds:.0f} s")
