"""What a rule says: how bad, about what, and where. Plain values: a child hands them on."""

from collections.abc import Mapping
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


def sorted_findings(findings: list[Finding]) -> list[Finding]:
    """The worst first, then by rule and place; each complaint about a place once."""
    once: dict[tuple[object, ...], Finding] = {}
    for found in findings:
        place = replace(found, locale="", share=None)
        kept = once.setdefault((*asdict(place).values(),), found)
        if kept.locale != found.locale and not found.text_key:
            once[(*asdict(place).values(),)] = replace(kept, locale="")
    return sorted(
        once.values(),
        key=lambda f: (
            _WORST_FIRST.index(Severity(f.severity)),
            f.rule,
            f.block_key,
            f.locale,
            f.text_key,
            f.line,
            f.column,
        ),
    )
