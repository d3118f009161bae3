"""The API under thousands of strange requests: every answer is one that the contract has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from local.client import LibraryClient
from local.cloud import LocalCloud
from tests.conftest import REPOSITORY

pytestmark = [pytest.mark.cloud, pytest.mark.slow]

EXPORT = b"Book Id,Title,Author,ISBN13,My Rating,Exclusive Shelf\n7,Emma,Jane Austen,9780141439587,5,read\n"
# 413 is this API's word for a number or a body that is too large.
CONFIG = {"checks": {"negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 409, 413, 429]}}}
CONTRACT = schemathesis.openapi.from_path(
    REPOSITORY / "docs" / "openapi.yaml", config=SchemathesisConfig.from_dict(CONFIG)
)
OPERATIONS = {found.ok().label: found.ok() for found in CONTRACT.get_all_operations() if isinstance(found, Ok)}
# What changes a library comes after what reads it.
LABELS = sorted(OPERATIONS, key=lambda label: ("GET", "POST", "DELETE").index(label.split()[0]))
NOTHING_TO_GET_WRONG = {"GET /api/health"}
FILES = {"POST /api/upload", "POST /api/data/{uuid}/upload"}  # that a file is an export is more than a schema says
QUICK = settings(
    max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Published:
    """A library that is complete, and one of its books."""

    uuid: str
    book_id: str
    bearer: dict[str, str]


@pytest.fixture(scope="module")
def published(cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    file = tmp_path_factory.mktemp("library") / "export.csv"
    file.write_bytes(EXPORT)
    with LibraryClient(cloud.address) as client:
        upload = client.upload(file)
        assert client.wait(upload.uuid, lambda _status: None).state == "complete"
        yield Published(upload.uuid, "7", {"Authorization": f"Bearer {upload.owner_token}"})


def fuzz(label: str, mode: GenerationMode, cloud: LocalCloud, *, headers: dict[str, str], **fixed: Any) -> None:
    """Send made-up requests of one kind and check each answer against the contract."""

    @QUICK
    @given(OPERATIONS[label].as_strategy(generation_mode=mode, **fixed))
    def send(case: schemathesis.Case[Any]) -> None:
        excluded: list[schemathesis.CheckFunction] = [positive_data_acceptance] if label in FILES else []
        case.call_and_validate(base_url=cloud.address, headers=headers, excluded_checks=excluded, timeout=60)

    send()


STRANGERS = [
    (label, mode)
    for label in LABELS
    for mode in GenerationMode
    if mode is not GenerationMode.NEGATIVE or label not in NOTHING_TO_GET_WRONG
]


@pytest.mark.parametrize(("label", "mode"), STRANGERS, ids=lambda given: str(getattr(given, "value", given)))
def test_strangers_get_answers_that_the_contract_has(cloud: LocalCloud, label: str, mode: GenerationMode) -> None:
    fuzz(label, mode, cloud, headers={})


@pytest.mark.parametrize("label", [label for label in LABELS if "{uuid}" in label and not label.startswith("DELETE")])
def test_a_library_s_owner_gets_answers_that_the_contract_has(
    cloud: LocalCloud, published: Published, label: str
) -> None:
    fixed = {"uuid": published.uuid} | ({"book_id": published.book_id} if "{book_id}" in label else {})
    modes = GenerationMode if label.startswith("POST") else [GenerationMode.POSITIVE]
    for mode in modes:
        fuzz(label, mode, cloud, headers=published.bearer, path_parameters=fixed)


def test_what_is_asked_of_a_published_library_is_answered(cloud: LocalCloud, published: Published) -> None:
    for label in ("GET /api/data/{uuid}/books/{book_id}", "GET /api/data/{uuid}/owner"):
        operation = OPERATIONS[label]
        path = {"uuid": published.uuid, "book_id": published.book_id} if "book" in label else {"uuid": published.uuid}
        case = operation.Case(path_parameters=path, headers=dict(published.bearer))
        assert case.call_and_validate(base_url=cloud.address).status_code == 200
