"""What a mail offers beside what it is about: read from its blocks, before it is rendered.

The blocks themselves ask once more at render (`blocks/promo/block.liquid`); here it is known what
has to be counted or given out for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from templates_app.composing import BlockSpec

ZONE: Final = "promo"
_CACHED: Final = 512
_read: dict[str, tuple["Offer", ...]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One block that promotes something."""

    needs_consent: bool
    cap_days: int  # a buyer gets at most one such mail in so many days; 0: as many as there are
    last_day: date | None
    pool: str  # whose codes it gives out; "": none

    def is_open(self, *, has_consent: bool, today: date) -> bool:
        """Whether this buyer may read it today, but for how often they did."""
        is_over = self.last_day is not None and self.last_day < today
        return not is_over and (has_consent or not self.needs_consent)


class FrozenBlocks(Protocol):
    """What is needed of a Revision."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def blocks(self) -> list[dict[str, Any]]: ...


def offers_of(revision: FrozenBlocks) -> tuple[Offer, ...]:
    """All that a frozen mail offers. Its blocks are touched the first time only: they may be a
    deferred column, and what is frozen stays as it is.
    """
    kept = _read.get(revision.fingerprint)
    if kept is None:
        while len(_read) >= _CACHED:
            _read.pop(next(iter(_read)), None)
        kept = _read[revision.fingerprint] = offers_in(revision.blocks)
    return kept


def offers_in(blocks: Iterable[Mapping[str, Any]]) -> tuple[Offer, ...]:
    """The same of blocks as they are kept: {key, type, settings, …}."""
    specs = (
        BlockSpec(key=kept["key"], type=kept["type"], settings=kept["settings"]) for kept in blocks
    )
    return tuple(_offer(spec) for spec in specs if spec.kind.zone == ZONE and spec.is_shown)


def _offer(spec: BlockSpec) -> Offer:
    names = {setting["name"] for setting in spec.kind.settings}
    has_pool = "pool" in names and spec.value_of("code_mode") == "UNIQUE"
    last_day = str(spec.value_of("expires_on"))
    return Offer(
        needs_consent=bool(spec.value_of("needs_consent")),
        cap_days=int(spec.value_of("cap_days")),
        last_day=date.fromisoformat(last_day) if last_day else None,
        pool=str(spec.value_of("pool")).strip() if has_pool else "",
    )
