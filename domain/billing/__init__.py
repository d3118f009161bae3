"""What a run costs on AWS: what functions used, the prices, and the bill by line."""

from domain.billing.bill import Bill, bill_of
from domain.billing.usage import Invocation

__all__ = ["Bill", "Invocation", "bill_of"]
