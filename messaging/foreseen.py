"""What a correction would say, as values: its words, what differs of them, what can be edited."""

from dataclasses import dataclass

from templates_app.data import Rendered


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the new message differs; `part` is "" where no block is known for it."""

    part: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One text that the reader would see, and that can be edited for them."""

    block: str
    block_label: str
    name: str  # "": the block's own Liquid
    label: str
    value: str
    is_locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The mail as it would be; with complaints there is none."""

    mail: Rendered | None
    changes: tuple[Change, ...] = ()
    fields: tuple[Field, ...] = ()
    complaints: tuple[str, ...] = ()
