"""Addresses that let a browser send a file to S3, or fetch one, without the API in between."""

from __future__ import annotations

from adapters import aws
from domain.files import raw_key
from domain.lifecycle import ExportRecord

UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300


def upload_address(bucket: str, record: ExportRecord, size: int) -> dict[str, object]:
    """A presigned POST of at most `size` bytes for the current run: `{url, fields}`, good for 15 minutes."""
    from domain.pipeline.accept import file_metadata  # who only downloads does without the reading of exports

    fields = {f"x-amz-meta-{name}": value for name, value in file_metadata(record).items()}
    answer = aws.s3().generate_presigned_post(
        Bucket=bucket,
        Key=raw_key(record.export_key, record.current_run),
        Fields=dict(fields),
        Conditions=[["content-length-range", 1, size], *({name: value} for name, value in fields.items())],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return {"url": answer["url"], "fields": answer["fields"]}


def download_address(bucket: str, key: str) -> str:
    """A presigned GET of an object, good for 5 minutes."""
    return aws.s3().generate_presigned_url(
        "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=DOWNLOAD_SECONDS
    )
