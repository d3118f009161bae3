"""An export's life: its record, how events change it, and what its status is."""

from domain.lifecycle.projection import apply
from domain.lifecycle.record import Counter, ExportRecord, Status

__all__ = ["Counter", "ExportRecord", "Status", "apply"]
