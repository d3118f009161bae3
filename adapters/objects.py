"""The exports' files on S3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from domain.ports import StoredObject

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_DELETED_AT_ONCE = 1000


class S3Objects:
    """Implements `domain.ports.Objects` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str) -> StoredObject | None:
        """The object, whole in memory, or None."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except self._client.exceptions.NoSuchKey:
            return None
        return StoredObject(answer["Body"].read(), answer["LastModified"], answer["Metadata"])

    def put(self, key: str, body: bytes, metadata: Mapping[str, str] | None = None) -> None:
        """Write an object."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, Metadata=dict(metadata or {}))

    def put_once(self, key: str, body: bytes) -> bool:
        """Write an object with `If-None-Match: *`; S3 answers 412 where there is one."""
        try:
            self._client.put_object(Bucket=self._bucket, Key=key, Body=body, IfNoneMatch="*")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 412:
                return False
            raise
        return True

    def delete(self, keys: Sequence[str]) -> None:
        """Remove objects, a thousand a request."""
        for start in range(0, len(keys), _DELETED_AT_ONCE):
            some = keys[start : start + _DELETED_AT_ONCE]
            answer = self._client.delete_objects(
                Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in some], "Quiet": True}
            )
            if answer.get("Errors"):
                raise ObjectsRemainError(len(answer["Errors"]), answer["Errors"][0].get("Code", ""))

    def keys(self, prefix: str) -> list[str]:
        """The keys of all objects under a prefix."""
        return list(self._walk(prefix))

    def _walk(self, prefix: str) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield found["Key"]


class ObjectsRemainError(Exception):
    """Some objects could not be removed; `code` is S3's word for the first one."""

    def __init__(self, number: int, code: str) -> None:
        super().__init__(f"{number} objects could not be removed: {code}")
        self.number = number
        self.code = code
