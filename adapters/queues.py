"""A message queue on SQS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_MESSAGES_A_CALL = 10
LONGEST_DELAY_SECONDS = 900


class MessagesNotSentError(Exception):
    """The queue refused some messages."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} messages could not be sent")
        self.number = number


class SqsQueue:
    """Implements `domain.ports.Queue`."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, bodies: Sequence[str], *, delay_seconds: int = 0) -> None:
        """Send messages in tens, `delay_seconds` at most 900. MessagesNotSentError when any was refused."""
        for start in range(0, len(bodies), _MESSAGES_A_CALL):
            entries: list[SendMessageBatchRequestEntryTypeDef] = [
                {"Id": str(number), "MessageBody": body, "DelaySeconds": delay_seconds}
                for number, body in enumerate(bodies[start : start + _MESSAGES_A_CALL])
            ]
            answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            if answer.get("Failed"):
                raise MessagesNotSentError(len(answer["Failed"]))

    def backlog(self) -> int:
        """About how many messages wait, are delayed, or are in flight."""
        answer = self._client.get_queue_attributes(
            QueueUrl=self._url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesDelayed",
                "ApproximateNumberOfMessagesNotVisible",
            ],
        )
        return sum(int(number) for number in answer.get("Attributes", {}).values())
