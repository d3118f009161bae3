"""Exceptions from the policy rules, each with its reason."""

from __future__ import annotations

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    """Accept a finding of cdk-nag on `construct`; `finding` is the rule, with its part in brackets if any."""
    Validations.of(construct).acknowledge(Acknowledgment(id=finding, reason=reason))
