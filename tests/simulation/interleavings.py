"""The places where invocations meet, each explored whole."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial

from domain.events.books import QueuedBook
from domain.pacing import HARD_END
from domain.pipeline.enrich import Enrichment
from domain.pipeline.give_up import GivingUp
from domain.ports import Check
from tests.simulation.exploration import Delivery, Exploration, State
from tests.simulation.libraries import NO_EXPORT
from tests.simulation.meetings import Meeting, meeting
from tests.simulation.people import Request
from tests.simulation.symmetry import Symmetry
from tests.simulation.wiring import drive


def counting(books: int, *, deliveries: int = 2, closes: bool = False, gives_up: bool = False) -> Exploration:
    """Two workers count books that come in any batches, up to so often each; the last outcome is published.

    `gives_up` lets each delivery be of a dead message as well, `closes` has a deadline close what is open.
    """
    with meeting(books) as here:
        here.at_once(here.ingest())
        queued = {book.book_id: book for book in here.books()}
        functions = ["enrich", "give_up"] if gives_up else ["enrich"]
        stages = {name: _stage(here, name) for name in functions}
        batches = [
            Delivery(name, ids, partial(stages[name], [queued[each] for each in ids]))
            for name in functions
            for size in range(1, books + 1)
            for ids in itertools.combinations(queued, size)
        ]
        messages = dict.fromkeys(queued, deliveries)
        if closes:
            here.world.clock.moment += HARD_END
            messages["check"] = 1
        check = here.handle("deadline", asdict(Check(here.export_key, 1, 96)), "check")

        def offers(state: State) -> Iterator[Delivery]:
            yield from (batch for batch in batches if all(state.left[each] for each in batch.takes))
            if state.left.get("check"):
                yield check

        def at_the_end() -> None:
            here.at_once(here.aggregate())
            here.check()

        exploration = Exploration(
            here.world, here.watch, messages, lambda state: list(offers(state)), at_the_end, Symmetry(queued)
        )
        exploration.run()
        return exploration


def _stage(here: Meeting, function: str) -> Callable[[Sequence[QueuedBook]], object]:
    wiring = here.wiring
    if function == "give_up":
        return GivingUp(
            wiring.exports(),
            wiring.store(),
            wiring.objects(),
            wiring.now,
            wiring.new_token,
            pause=lambda _attempt: None,
        ).books
    enrichment = Enrichment(
        wiring.catalogue(),
        [here.world.source],
        wiring.store(),
        wiring.now,
        wiring.new_token,
        pause=lambda _attempt: None,
    )
    return lambda books: drive(enrichment(books))


def ending(*, aggregations: int = 2, checks: int = 1, deletes: int = 1) -> Exploration:
    """All outcomes are there: the aggregator, a check that takes it for dead, a delete and the eraser meet."""
    with meeting(1) as here:
        here.at_once(here.ingest())
        enrich = _stage(here, "enrich")
        here.at_once(Delivery("enrich", (), lambda: enrich(here.books())))
        aggregate = here.aggregate("aggregate")
        check = here.handle("deadline", asdict(Check(here.export_key, 1, 3, nudged=True)), "check")
        delete = here.request(Request.DELETE, b"", "delete")

        def offers(state: State) -> list[Delivery]:
            return [*_left(state, aggregate, check, delete), *_sweeps(here, state)]

        def at_the_end() -> None:
            _finish(here)
            here.check()

        messages = {"aggregate": aggregations, "check": checks, "delete": deletes, "sweep": 1, "second sweep": 1}
        exploration = Exploration(here.world, here.watch, messages, offers, at_the_end)
        exploration.run()
        return exploration


def beginning(*, ingestions: int = 2, gives_up: int = 1, deletes: int = 0, overwrites: int = 0) -> Exploration:
    """A file arrives: deliveries of its event, another file in its place, `give_up`, a delete and the eraser meet."""
    with meeting(1) as here:
        ingest = here.ingest("ingest")
        give_up = here.ingest("give up", function="give_up")
        delete = here.request(Request.DELETE, b"", "delete")
        overwrite = Delivery("overwrite", ("overwrite",), lambda: here.overwrite(NO_EXPORT))

        def offers(state: State) -> list[Delivery]:
            return [*_left(state, ingest, give_up, delete, overwrite), *_sweeps(here, state)]

        def at_the_end() -> None:
            _finish(here)
            here.check()

        messages = {
            "ingest": ingestions,
            "give up": gives_up,
            "delete": deletes,
            "overwrite": overwrites,
            "sweep": 1,
            "second sweep": 1,
        }
        exploration = Exploration(here.world, here.watch, messages, offers, at_the_end)
        exploration.run()
        return exploration


def _left(state: State, *deliveries: Delivery) -> Iterator[Delivery]:
    for delivery in deliveries:
        if all(state.left[each] for each in delivery.takes):
            yield delivery


def _sweeps(here: Meeting, state: State) -> Iterator[Delivery]:
    """The eraser after the delete, and again when whatever was under way then is over."""
    sweep = here.erase("sweep")
    if sweep is not None and state.left["sweep"]:
        yield sweep
    second = here.erase("second sweep")
    if second is not None and state.left["second sweep"] and "sweep" not in state.owed and not state.under_way:
        yield second


def _finish(here: Meeting) -> None:
    """What is still to come when nothing new happens: the event of the last file, and all that follows from it."""
    here.at_once(here.ingest())
    if here.world.tables.records[here.export_key].is_going(1):
        enrich = _stage(here, "enrich")
        here.at_once(Delivery("enrich", (), lambda: enrich(here.books())))
        here.at_once(here.aggregate())
