"""The pipeline: all that happens between an uploaded export and its dashboard, or another end."""

from __future__ import annotations

from constructs import Construct

from stacks.configuration import Configuration
from stacks.endings import Deadline, erasing, giving_up
from stacks.enrichment import Enrichment
from stacks.function import Surroundings
from stacks.intake import Intake
from stacks.queues import MAX_RECEIVES_OF_DEAD, DeadLetterQueue, WorkingQueue
from stacks.sources import SourceParameters
from stacks.stage import StageStack
from stacks.streams import aggregating, relaying


class PipelineStack(StageStack):
    """Every function that no reader calls, with its queues, rules and stream mappings."""

    def __init__(self, scope: Construct, configuration: Configuration, surroundings: Surroundings) -> None:
        super().__init__(scope, "Pipeline", configuration, description="Goodreads Stats: from export to dashboard")
        sources = SourceParameters(self)
        undelivered = DeadLetterQueue(self, "UndeliveredDlq")
        # Dead letters that a function turns into an end; what that function cannot do is kept once more.
        given_up = DeadLetterQueue(self, "GiveUpDlq")
        lost_exports, lost_books = (
            WorkingQueue(self, name, consumer="give_up", dead_letters=given_up, max_receives=MAX_RECEIVES_OF_DEAD)
            for name in ("IngestDlq", "EnrichmentDlq")
        )
        enrichment = Enrichment(self, surroundings, sources, lost_books, undelivered)
        aggregate = aggregating(self, surroundings)
        deadline = Deadline(self, surroundings, enrichment.queue, aggregate)
        intake = Intake(self, surroundings, sources, deadline, lost_exports, undelivered)
        relay = relaying(self, surroundings)
        self.stream_functions = [relay, aggregate]
        self.functions = [
            *(intake.function, relay, enrichment.function, aggregate, deadline.function),
            giving_up(self, surroundings, (lost_exports, lost_books)),
            erasing(self, surroundings, deadline.schedule_group, undelivered),
        ]

    @property
    def dead_letter_queues(self) -> list[DeadLetterQueue]:
        """The queues that are empty while all is well."""
        return [child for child in self.node.children if isinstance(child, DeadLetterQueue)]

    @property
    def working_queues(self) -> list[WorkingQueue]:
        """The queues that functions take from."""
        return [child for child in self.node.children if isinstance(child, WorkingQueue)]
