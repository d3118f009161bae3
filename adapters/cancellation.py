"""Reading why a DynamoDB transaction did not happen.

PynamoDB sends condition checks, deletes, puts, updates in that order, whatever the order of the calls; the
reasons come in the order sent.
"""

from __future__ import annotations

from pynamodb.exceptions import TransactWriteError

from domain.counting import Reason

_REASONS = {
    "ConditionalCheckFailed": Reason.CONDITION_FAILED,
    "TransactionConflict": Reason.BUSY,
    "ProvisionedThroughputExceeded": Reason.BUSY,
    "ThrottlingError": Reason.BUSY,
}

_BUSY_ERRORS = frozenset(
    {
        "TransactionInProgressException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
    }
)


def reasons(error: TransactWriteError, items: int) -> list[Reason]:
    """The reason of each of the transaction's `items`, in the order sent; all busy if throttled whole.

    Raises the error itself for whatever is none of `Reason`: that is no answer but a fault.
    """
    if error.cause_response_code in _BUSY_ERRORS:
        return [Reason.BUSY] * items
    if error.cause_response_code != "TransactionCanceledException":
        raise error
    given = [None if reason is None else reason.code for reason in error.cancellation_reasons]
    if len(given) != items or any(code is not None and code not in _REASONS for code in given):
        raise error
    return [Reason.NONE if code is None else _REASONS[code] for code in given]
