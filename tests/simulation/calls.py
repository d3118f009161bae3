"""Invocations that go on call by call.

Every call of an adapter is a point where an invocation may wait while others go on, may die, or may be answered
with an error. A waiting invocation goes on by being run again from its start, and the calls it made before give
the answers they gave. That needs only what the pipeline promises anyway: what a stage does follows from its
message and from the answers of its ports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import TracebackType
from typing import ClassVar, NamedTuple, NoReturn, TypeVar, cast

from adapters.bus import NotPublishedError
from domain.pipeline.aggregate import BooksMissingError
from domain.pipeline.ingest import RawFileMissingError
from domain.pipeline.reprocess import NothingToReprocessError, RunGoingError
from domain.pipeline.transitions import ContendedError, CountedError
from tests.simulation.rendering import RenderingError

Value = TypeVar("Value")


class Fate(Enum):
    """What becomes of one call."""

    DONE = auto()
    WAITS = auto()
    """Others go on first."""
    DIES_BEFORE = auto()
    DIES_AFTER = auto()
    """It happened, and the invocation never learns it."""
    REFUSED = auto()
    """It did not happen, and an error says so."""
    ANSWER_LOST = auto()
    """It happened, and an error says otherwise."""
    REPEATED = auto()
    """It happened, its answer was lost, and the client tried again by itself."""
    BUSY = auto()
    """Others were at the same items: a conflict, a throttle, a part that was refused."""


class End(Enum):
    """How an invocation ended."""

    DONE = auto()
    FAILED = auto()
    DIED = auto()


class CallFailedError(Exception):
    """A call was answered with an error, whatever came of it."""


class ViolationError(Exception):
    """Something happened that must not happen in any world."""

    def __init__(self, rule: str, detail: str) -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule = rule
        self.detail = detail


class _WaitingError(BaseException):
    pass


class _DiedError(BaseException):
    pass


EXPECTED = (
    BooksMissingError,
    CallFailedError,
    ContendedError,
    CountedError,
    NotPublishedError,
    NothingToReprocessError,
    RawFileMissingError,
    RenderingError,
    RunGoingError,
)
"""What a handler may raise for what its world does to it. Anything else is a fault of its own."""


class Answer(NamedTuple):
    """What a call was answered."""

    value: object = None
    error: Exception | None = None


class Call(NamedTuple):
    """A call that was made: by whom, of what, with what, and what became of it."""

    process: Process
    label: str
    arguments: tuple[object, ...]
    fate: Fate
    value: object = None


class Process:
    """One invocation of a function on an event. `work` runs it from its start, `seen` is told of each call it makes."""

    running: ClassVar[Process]

    def __init__(
        self,
        name: str,
        function: str,
        event: Mapping[str, object],
        work: Callable[[], object],
        seen: Callable[[Call], None],
    ) -> None:
        self.name = name
        self.function = function
        self.event = event
        self.answers: list[Answer] = []
        self.result: object = None
        self.error: Exception | None = None
        self._work = work
        self._seen = seen
        self._at = 0
        self._fate_of: Callable[[str], Fate] = _always_done

    def go_on(self, fate_of: Callable[[str], Fate]) -> End | None:
        """Run until a call waits (None) or the invocation ends. `fate_of` decides on every new call."""
        Process.running = self
        self._at = 0
        self._fate_of = fate_of
        with _Unexpected(self):
            try:
                self.result = self._work()
            except _WaitingError:
                return None
            except _DiedError:
                return End.DIED
            except EXPECTED as error:
                self.error = error
                return End.FAILED
        return End.DONE

    def call(
        self,
        label: str,
        arguments: tuple[object, ...],
        effect: Callable[[], Value],
        busy: Callable[[], Value] | None = None,
    ) -> Value:
        """Make a call, or give the answer it had before. `busy` is the answer while others are at the same items."""
        if self._at < len(self.answers):
            return cast(Value, self._old_answer())
        fate = self._fate_of(label)
        if fate is Fate.WAITS:
            raise _WaitingError
        if fate is Fate.BUSY and busy is None:
            fate = Fate.DONE
        if fate in (Fate.DIES_BEFORE, Fate.REFUSED):
            return self._lost(fate, label, arguments, None)
        if fate is Fate.BUSY and busy is not None:
            return self._told(fate, label, arguments, busy())
        value = effect()
        if fate is Fate.REPEATED:
            value = effect()
        if fate in (Fate.DIES_AFTER, Fate.ANSWER_LOST):
            return self._lost(fate, label, arguments, value)
        return self._told(fate, label, arguments, value)

    def recall(self, effect: Callable[[], Value]) -> Value:
        """What `effect` gave when the invocation first came here: its clock and its dice."""
        if self._at < len(self.answers):
            return cast(Value, self._old_answer())
        value = effect()
        self._remember(Answer(value))
        return value

    def _told(self, fate: Fate, label: str, arguments: tuple[object, ...], value: Value) -> Value:
        self._remember(Answer(value))
        self._seen(Call(self, label, arguments, fate, value))
        return value

    def _lost(self, fate: Fate, label: str, arguments: tuple[object, ...], value: object) -> NoReturn:
        error = CallFailedError(label)
        self._remember(Answer(error=error))
        self._seen(Call(self, label, arguments, fate, value))
        if fate in (Fate.DIES_BEFORE, Fate.DIES_AFTER):
            raise _DiedError
        raise error

    def _old_answer(self) -> object:
        answer = self.answers[self._at]
        self._at += 1
        if answer.error is not None:
            raise answer.error
        return answer.value

    def _remember(self, answer: Answer) -> None:
        self.answers.append(answer)
        self._at += 1


class _Unexpected:
    """Turns whatever a handler must never raise into a violation."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, ViolationError):
            detail = f"{self._process.name} raised {type(error).__name__}: {error}"
            raise ViolationError("handlers raise what they promise", detail) from error


def _always_done(_label: str) -> Fate:
    return Fate.DONE
