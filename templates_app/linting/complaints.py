"""What a rule's function yields; the linter makes a finding of it with the rule's id."""

from dataclasses import dataclass
from typing import Self

from templates_app.linting.mail import Written
from templates_app.linting.reading import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A finding without its rule; `severity` only where it is not the rule's own."""

    message: str
    severity: str = ""
    block_key: str = ""
    locale: str = ""
    text_key: str = ""
    line: int = 0
    column: int = 0
    share: float | None = None
    shown: str = ""

    @classmethod
    def of(cls, piece: Written, spot: Spot, message: str) -> Self:
        return cls(
            message=message,
            block_key=piece.block_key,
            locale=piece.locale,
            text_key=piece.text_key,
            line=spot.line,
            column=spot.column,
        )
