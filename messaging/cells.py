"""Tokens of mails whose readers nobody is to know: they name what was said, and no message.

# Note [Nobody behind a nonce]
Such a mail carries a cell (which store, words, language, arm and day) and a nonce drawn when it is
handed over. The nonce is written nowhere but in the mail: the words that we keep are kept without
redirects and pixel, which are put in as the mail leaves, anew each time. It comes back with a hit,
tells the second hit of a mail from the first, and is forgotten within 48 hours; what stays are sums
(tracking/glimpses.py).
"""

import secrets
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from messaging.tokens import (
    MAC_SIZE,
    is_sealed,
    keys_named,
    packed,
    sealed,
    signing_key,
    unpacked,
    unsealed,
)

OPEN: Final = 5  # beside the kinds of TokenKind
CLICK: Final = 6
_LONGEST: Final = 200
_NUMBERS: Final = {OPEN: 8, CLICK: 9}  # that follow the kind and the key
_BETWEEN: Final = "|"


@dataclass(frozen=True, slots=True)
class Cell:
    """All that is known of a mail whose reader nobody is to know. 0 is none; `arm` from 1."""

    store_id: int
    day: int  # since 1970, in UTC, on which it left
    revision: int
    variant: int
    experiment: int
    arm: int
    epoch: int
    kind: str
    channel: str
    locale: str

    def as_data(self) -> dict[str, Any]:
        """As the feed says it: see MESSAGE_JUDGED in docs/glossary.md."""
        is_tested = bool(self.experiment)
        return {
            "kind": self.kind,
            "channel": self.channel,
            "locale": self.locale,
            "revision": self.revision or None,
            "variant": self.variant or None,
            "experiment": self.experiment or None,
            "arm": self.arm - 1 if is_tested else None,
            "epoch": self.epoch if is_tested else None,
            "day": date.fromordinal(_EPOCH + self.day).isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """What a genuine token says: of which cell, which of its mails, and which of its links."""

    cell: Cell
    nonce: int
    link_index: int | None

    @property
    def store_id(self) -> int:
        return self.cell.store_id


_EPOCH: Final = date(1970, 1, 1).toordinal()


def day_of(now: datetime) -> int:
    return now.astimezone(UTC).date().toordinal() - _EPOCH


def new_nonce() -> int:
    return secrets.randbits(62)


def cell_open_token(cell: Cell, nonce: int) -> str:
    """Name a mail's cell in the URL of its pixel."""
    return _sign(Seen(cell, nonce, None), signing_key(), "")


def cell_link_token(cell: Cell, nonce: int, link_index: int, url: str) -> str:
    """Name a mail's cell in a redirect to `url`. See Note [Links that never break] in tokens.py."""
    return _sign(Seen(cell, nonce, link_index), signing_key(), url)


def read_cell(text: str, url: str = "") -> Seen | None:
    """Return what the token says, or None unless every bit of it, and of `url`, is ours."""
    raw = unsealed(text, _LONGEST)
    numbers = unpacked(raw[:-MAC_SIZE])
    count = _NUMBERS.get(numbers[0], 0) if numbers else 0
    if not count or len(numbers) < 2 + count:
        return None
    said = "".join(chr(number & 0x7F) for number in numbers[2 + count :]).split(_BETWEEN)
    if len(said) != 3:
        return None
    store_id, day, revision, variant, experiment, arm, epoch, nonce, *link = numbers[2 : 2 + count]
    cell = Cell(store_id, day, revision, variant, experiment, arm, epoch, *said)
    beside = url.encode("utf-8", "surrogatepass") if link else None
    if not is_sealed(raw, keys_named(numbers[1]), beside):
        return None
    return Seen(cell, nonce, link[0] if link else None)


def _sign(seen: Seen, key: bytes, url: str) -> str:
    numbers, said = _spelled(seen.cell)
    if seen.link_index is None:
        return sealed(packed([OPEN, key[0]]) + numbers + packed([seen.nonce]) + said, key)
    payload = packed([CLICK, key[0]]) + numbers + packed([seen.nonce, seen.link_index]) + said
    return sealed(payload, key, url.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=256)  # a worker writes to the readers of few cells at a time
def _spelled(cell: Cell) -> tuple[bytes, bytes]:
    *numbers, kind, channel, locale = astuple(cell)
    return packed(numbers), _BETWEEN.join((kind, channel, locale)).encode("ascii", "replace")
