"""The deployment's configuration, typed, from the CDK context (cdk.json or `-c name=value`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_STAGE: Final = re.compile(r"[a-z][a-z0-9-]{0,15}")
_DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CONTACT: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+")
_PARAMETER: Final = re.compile(r"/[A-Za-z0-9_./-]+")
_CERTIFICATE: Final = re.compile(r"arn:aws:acm:us-east-1:\d{12}:certificate/.+")
# What CloudWatch Logs accepts, up to the life of the data itself (400 days).
LOG_RETENTIONS: Final = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400)
# The tombstone of a deleted export lives 400 days; an archive must forget sooner than it.
_LONGEST_ARCHIVE: Final = 400
# SQS source mappings accept 2 to 1,000.
_CONCURRENCY: Final = (2, 1000)
_MOST_BOOKS: Final = 100_000
_MOST_DAILY_BOOKS: Final = 100_000_000


class ConfigurationError(Exception):
    """The context cannot be used; `problems` says what is wrong, a line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("The configuration in cdk.json (or -c) cannot be used:\n- " + "\n- ".join(problems))


@dataclass(frozen=True, slots=True)
class Configuration:
    """What differs between deployments.

    `platform` names the bundles: `aws`, or `host` for the one-machine cloud. Empty texts mean "none".
    `domain` and `certificate_arn` (ACM, us-east-1, as CloudFront demands) go together.
    """

    stage: str
    platform: str
    domain: str
    certificate_arn: str
    alarm_email: str
    sources_contact: str
    google_books_key_parameter: str
    log_retention_days: int
    archive_retention_days: int
    enrichment_concurrency: int
    max_books: int
    daily_books: int

    @property
    def keeps_data(self) -> bool:
        """Whether tables and buckets outlive their stack: in every stage but `dev` and its variants."""
        return not self.stage.startswith("dev")

    @classmethod
    def from_context(cls, get: Callable[[str], object]) -> Configuration:
        """Read the context through `get` (None where a name is absent).

        Raises `ConfigurationError` with every problem found.
        """
        reader = _Reader(get)
        configuration = cls(
            stage=reader.text("stage", _STAGE, "a short lower-case word such as `dev` or `prod`", required=True),
            platform=reader.choice("platform", ("aws", "host")),
            domain=reader.text("domain", _DOMAIN, "a domain name such as `books.example.org`"),
            certificate_arn=reader.text("certificate_arn", _CERTIFICATE, "the ARN of an ACM certificate in us-east-1"),
            alarm_email=reader.text("alarm_email", _EMAIL, "an e-mail address"),
            sources_contact=reader.text("sources_contact", _CONTACT, "an e-mail or web address"),
            google_books_key_parameter=reader.text(
                "google_books_key_parameter", _PARAMETER, "the name of an SSM parameter, such as `/books/key`"
            ),
            log_retention_days=reader.one_of("log_retention_days", LOG_RETENTIONS),
            archive_retention_days=reader.whole("archive_retention_days", 1, _LONGEST_ARCHIVE),
            enrichment_concurrency=reader.whole("enrichment_concurrency", *_CONCURRENCY),
            max_books=reader.whole("max_books", 1, _MOST_BOOKS),
            daily_books=reader.whole("daily_books", 1, _MOST_DAILY_BOOKS),
        )
        if bool(configuration.domain) != bool(configuration.certificate_arn):
            reader.problems.append("`domain` and `certificate_arn` go together: state both or none")
        if reader.problems:
            raise ConfigurationError(reader.problems)
        return configuration

    @classmethod
    def from_mapping(cls, context: Mapping[str, object]) -> Configuration:
        """Read a context that is a mapping."""
        return cls.from_context(context.get)


class _Reader:
    """Reads one value after the other and collects what is wrong with them."""

    def __init__(self, get: Callable[[str], object]) -> None:
        self._get = get
        self.problems: list[str] = []

    def text(self, name: str, pattern: re.Pattern[str], meaning: str, *, required: bool = False) -> str:
        value = self._get(name)
        text = "" if value is None else value
        if not isinstance(text, str) or (text and not pattern.fullmatch(text)) or (required and not text):
            self.problems.append(f"`{name}` is {value!r}, but must be {meaning}")
            return ""
        return text

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self._get(name)
        if value not in choices:
            self.problems.append(f"`{name}` is {value!r}, but must be one of {', '.join(choices)}")
        return str(value)

    def whole(self, name: str, least: int, most: int) -> int:
        number = self._number(name)
        if number is None or not least <= number <= most:
            self.problems.append(f"`{name}` is {self._get(name)!r}, but must be a whole number {least} to {most}")
            return least
        return number

    def one_of(self, name: str, choices: tuple[int, ...]) -> int:
        number = self._number(name)
        if number not in choices:
            listed = ", ".join(map(str, choices))
            self.problems.append(f"`{name}` is {self._get(name)!r}, but must be one of {listed}")
            return choices[0]
        return number

    def _number(self, name: str) -> int | None:
        """The value as a whole number: `-c` hands every value over as text, JSON numbers arrive as floats."""
        value = self._get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        return int(text) if re.fullmatch(r"\d{1,9}", text) else None
