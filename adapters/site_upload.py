"""Putting the site into its bucket, and making CloudFront ask for it anew."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from types_boto3_cloudfront import CloudFrontClient
    from types_boto3_s3 import S3Client


class SiteFile(Protocol):
    """A file at its address (`/index.html`), with its headers."""

    @property
    def address(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...
    @property
    def cache_control(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SiteBucket:
    """The site's bucket, and the distribution before it."""

    s3: S3Client
    cloudfront: CloudFrontClient
    bucket: str
    distribution_id: str

    def publish(self, files: Iterable[SiteFile], *, keep: Collection[str] = ()) -> int:
        """Put the files in their order, remove what is neither among them nor in `keep` (addresses), and let the edge
        forget; how many files.
        """
        addresses = set()
        for file in files:
            key = file.address.removeprefix("/")
            self.s3.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=file.body,
                ContentType=file.media_type,
                CacheControl=file.cache_control,
            )
            addresses.add(key)
        self._forget_others(addresses | {address.removeprefix("/") for address in keep})
        self.cloudfront.create_invalidation(
            DistributionId=self.distribution_id,
            InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(uuid.uuid4())},
        )
        return len(addresses)

    def _forget_others(self, addresses: set[str]) -> None:
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            for item in page.get("Contents", []):
                if item["Key"] not in addresses:
                    self.s3.delete_object(Bucket=self.bucket, Key=item["Key"])
