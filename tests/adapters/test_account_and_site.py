"""Finding the account, and publishing the site into its bucket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError, ProfileNotFound

from adapters import account, aws
from adapters.account import AccountUnreachableError, find_account, is_bootstrapped
from adapters.site_upload import SiteBucket
from stacks.site_files import PublishedFile

pytestmark = pytest.mark.usefixtures("account")

REFUSED = ClientError({"Error": {"Code": "ExpiredToken", "Message": "The token is expired"}}, "GetCallerIdentity")


@pytest.fixture(autouse=True)
def _own_clients(account: None) -> Iterator[None]:
    for client in (aws.sts, aws.ssm):
        client.cache_clear()
    yield
    for client in (aws.sts, aws.ssm):
        client.cache_clear()


def test_the_account_and_region_are_those_of_the_credentials() -> None:
    assert find_account() == account.Account("123456789012", "us-east-1")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (NoCredentialsError(), "Set AWS_PROFILE"),
        (NoRegionError(), "Set AWS_REGION"),
        (ProfileNotFound(profile="nobody"), "choose another AWS_PROFILE"),
        (REFUSED, "The token is expired"),
        (EndpointConnectionError(endpoint_url="https://sts"), "AWS cannot be reached"),
    ],
)
def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, trouble: Exception, told: str) -> None:
    def fail() -> None:
        raise trouble

    monkeypatch.setattr(aws, "sts", fail)
    with pytest.raises(AccountUnreachableError, match=told):
        find_account()


def test_a_bootstrapped_account_has_its_version() -> None:
    assert not is_bootstrapped(aws.ssm())
    aws.ssm().put_parameter(Name=account.BOOTSTRAP_PARAMETER, Value="30", Type="String")
    assert is_bootstrapped(aws.ssm())


@dataclass
class Edge:
    """CloudFront as far as publishing uses it."""

    forgotten: list[Any] = field(default_factory=list)

    def create_invalidation(self, **request: Any) -> None:
        self.forgotten.append((request["DistributionId"], request["InvalidationBatch"]["Paths"]["Items"]))


def file(address: str, body: str = "x") -> PublishedFile:
    return PublishedFile(address, body.encode(), f"text/{Path(address).suffix[1:]}", "no-cache")


def test_the_bucket_holds_the_site_and_nothing_else() -> None:
    aws.s3().create_bucket(Bucket="site")
    edge = Edge()
    bucket = SiteBucket(aws.s3(), cast(Any, edge), "site", "E1")
    assert bucket.publish([file("/aa/old.js"), file("/index.html", "old")]) == 2
    aws.s3().put_object(Bucket=bucket.bucket, Key="sample.json", Body=b"{}")
    assert bucket.publish([file("/bb/new.js"), file("/index.html", "new")], keep=["/sample.json"]) == 2
    keys = [each["Key"] for each in aws.s3().list_objects_v2(Bucket="site")["Contents"]]
    assert keys == ["bb/new.js", "index.html", "sample.json"], "what an operator put there stays"
    page = aws.s3().get_object(Bucket="site", Key="index.html")
    assert (page["Body"].read(), page["ContentType"], page["CacheControl"]) == (b"new", "text/html", "no-cache")
    assert edge.forgotten == [("E1", ["/*"])] * 2
