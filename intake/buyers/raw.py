"""Shopify's webhooks as they came, of one buyer: found by what their bodies spell, and emptied.

Bodies are kept for a month at most and name people in many places, so they are read as text:
Postgres leaves out those that cannot be meant, Python looks at the rest.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import connection

from intake.models import Webhook, WebhookState

AT_ONCE: Final = 500
FEW: Final = 50  # names that Postgres is asked to look for; of more it hands out all
_NUMBERS: Final = re.compile(rb"\d{3,}")
_ADDRESSES: Final = re.compile(rb"[^\s\"'<>,;:()\[\]{}\\]+@[^\s\"'<>,;:()\[\]{}\\]+")
_SEARCH: Final = """
SELECT id, body FROM intake_webhook WHERE store_id = %s AND id > %s AND body <> ''
  AND (%s OR lower(encode(body, 'escape')) LIKE ANY (%s)) ORDER BY id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What bodies about somebody spell: numbers of theirs, and addresses in small letters."""

    numbers: frozenset[bytes]
    addresses: frozenset[bytes]

    @classmethod
    def of(cls, names: Collection[str]) -> Self:
        """Of what `ledger.names_of` names."""
        said = [name.partition(":") for name in names]
        return cls(
            frozenset(value.encode() for sort, _, value in said if sort != "email"),
            frozenset(value.encode() for sort, _, value in said if sort == "email"),
        )

    def stands_in(self, body: bytes) -> bool:
        if not self.numbers.isdisjoint(_NUMBERS.findall(body)):
            return True
        return not self.addresses.isdisjoint(_ADDRESSES.findall(body.lower()))

    @property
    def patterns(self) -> list[str]:
        """For LIKE, of bodies that are escaped by Postgres."""
        return [f"%{_escaped(each)}%" for each in sorted(self.numbers | self.addresses)]


def ids_of(*, store_id: int, names: Collection[str]) -> Iterator[int]:
    """The webhooks that speak of them, oldest first, read a page at a time."""
    wanted, last = Wanted.of(names), 0
    if not names:
        return
    while page := _page(store_id, wanted, last):
        yield from (pk for pk, body in page if wanted.stands_in(bytes(body)))
        last = page[-1][0]


def forget(*, store_id: int, names: Collection[str]) -> int:
    """Empty them; how many. The rows stay, so that a late repetition is still known.

    What waits to be handled keeps its body: it brings nothing back. Wants a transaction.
    """
    found = list(ids_of(store_id=store_id, names=names))
    rows = Webhook.objects.filter(store_id=store_id, pk__in=found)
    waits = rows.filter(state=WebhookState.RECEIVED).exclude(topic="customers/redact")
    return rows.exclude(pk__in=waits.values("pk")).update(body=b"")


def forget_all(*, store_id: int) -> int:
    return Webhook.objects.filter(store_id=store_id).exclude(body=b"").update(body=b"")


def _page(store_id: int, wanted: Wanted, last: int) -> list[tuple[int, bytes]]:
    patterns = wanted.patterns
    with connection.cursor() as cursor:
        values: list[Any] = [store_id, last, len(patterns) > FEW, patterns[:FEW], AT_ONCE]
        cursor.execute(_SEARCH, values)
        found: list[tuple[int, bytes]] = cursor.fetchall()
        return found


def _escaped(text: bytes) -> str:
    r"""As encode(…, 'escape') writes it, and LIKE reads it: \303 for a byte beyond ASCII."""
    said = "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in text)
    return re.sub(r"([\\%_])", r"\\\1", said)
