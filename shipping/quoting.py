"""What would be promised if this cart were ordered now: for the storefront snippet."""

from collections.abc import Sequence
from datetime import datetime

from shipping import rules
from shipping.promising.data import CartLine, Destination, Quote
from shipping.promising.working_out import work_out
from stores.models import Store


def quote(
    *, store: Store, lines: Sequence[CartLine], destination: Destination, now: datetime
) -> Quote:
    """The same reckoning as of an order placed now. Queries: those of `rules_of`."""
    known = rules.rules_of(store)
    return work_out(rules=known, lines=lines, destination=destination, counted_at=now)
