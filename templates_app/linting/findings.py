"""What a rule says: how bad, about what, and where. Plain values: a child hands them on."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """An error stops publishing, unless somebody lets it pass with a reason."""

    ERROR = "ERROR", _("error")
    WARNING = "WARNING", _("warning")
    HINT = "HINT", _("hint")


_WORST_FIRST: Final = (Severity.ERROR, Severity.WARNING, Severity.HINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One complaint of one rule. Empty fields: the mail as a whole, or every language."""

    rule: str  # "L04"
    severity: str
    message: str  # in the language of whoever asked
    block_key: str = ""
    locale: str = ""
    text_key: str = ""
    line: int = 0  # in the text or the pasted Liquid, from 1; 0: nowhere in particular
    column: int = 0
    share: float | None = None  # of the buyers, 0–1, whom it meets; None: nobody counted
    shown: str = ""  # what a buyer sees instead

    @property
    def stops(self) -> bool:
        return self.severity == Severity.ERROR

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**kept)


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first, then by rule and place; what is so in several languages once, for all."""
    once: dict[Finding, Finding] = {}
    for found in findings:
        alike = replace(found, locale=found.locale if found.text_key and found.line else "")
        kept = once.setdefault(alike, found)
        once[alike] = kept if kept.locale == found.locale else alike
    return sorted(once.values(), key=_rank)


def _rank(found: Finding) -> tuple[int | str, ...]:
    severity = _WORST_FIRST.index(Severity(found.severity))
    place = (found.block_key, found.locale, found.text_key, found.line, found.column)
    return (severity, found.rule, *place)
