"""Pools of discount codes: filled by staff or a program, emptied by promoting.py, code by code."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from common.errors import DomainError
from messaging.addresses import one_line
from messaging.models import PromoCode, PromoPool
from stores.models import Store

MOST_CODES: Final = 10_000  # at once
NAME_CHARACTERS: Final = 60
CODE_CHARACTERS: Final = 40
_BETWEEN: Final = re.compile(r"[\s,;]+")


class PoolRefused(DomainError):
    """A pool needs a name, and codes that can be typed at a checkout."""

    code = "promo-pool-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came of it. `known_count`: codes that the store had already, in any pool."""

    pool: PromoPool
    is_new: bool
    added_count: int
    known_count: int


@dataclass(frozen=True, slots=True)
class Stock:
    """How many codes a pool has left, and how many were given."""

    left_count: int = 0
    given_count: int = 0


@transaction.atomic
def fill_pool(
    *, store: Store, name: str, codes: Sequence[str], actor: str, now: datetime
) -> Filled:
    """Add codes to the store's pool of that name, which is made if there is none.

    A code that the store has already is passed over: Shopify takes codes for the same whatever
    their case. Raises PoolRefused.
    """
    name = one_line(name)
    if not name or len(name) > NAME_CHARACTERS:
        raise PoolRefused(_("Give the pool a name of at most %d letters.") % NAME_CHARACTERS)
    wanted = check_codes(codes)
    pool, is_new = PromoPool.objects.get_or_create(
        store=store, name=name, defaults={"created_at": now, "created_by": actor[:254]}
    )
    of_store = PromoCode.objects.filter(store=store).annotate(upper=Upper("code"))
    known = set(of_store.filter(upper__in=list(wanted)).values_list("upper", flat=True))
    fresh = [code for upper, code in wanted.items() if upper not in known]
    PromoCode.objects.bulk_create(
        (PromoCode(store=store, pool=pool, code=code) for code in fresh),
        ignore_conflicts=True,  # somebody else adds the same at this moment
        batch_size=1_000,
    )
    if fresh:
        pool.missed_at = None
        pool.save(update_fields=["missed_at"])
    return Filled(pool=pool, is_new=is_new, added_count=len(fresh), known_count=len(known))


def codes_in(text: str) -> list[str]:
    """The codes of a pasted list, apart by lines, spaces, commas or semicolons."""
    return [code for code in _BETWEEN.split(text) if code]


def stock_of(pools: Iterable[PromoPool]) -> dict[int, Stock]:
    """What each pool has, by its number. One query, however many pools; none for none."""
    wanted = [pool.pk for pool in pools]
    if not wanted:
        return {}
    rows = PromoCode.objects.filter(pool__in=wanted).values("pool_id").order_by("pool_id")
    counted = rows.annotate(
        left=Count("pk", filter=Q(given_at=None)),
        given=Count("pk", filter=Q(given_at__isnull=False)),
    )
    found = {row["pool_id"]: Stock(row["left"], row["given"]) for row in counted}
    return {pk: found.get(pk, Stock()) for pk in wanted}


def found_empty() -> Counter[int]:
    """How many pools a mail found empty, by store, in the open scope. One query."""
    empty = PromoPool.objects.filter(missed_at__isnull=False)
    return Counter(empty.values_list("store_id", flat=True))


def last_given(pool: PromoPool, *, limit: int = 20) -> list[PromoCode]:
    """The codes that went out last, each with its message. One query."""
    given = PromoCode.objects.filter(pool=pool, given_at__isnull=False).select_related("message")
    return list(given.order_by("-given_at", "-pk")[:limit])


def check_codes(codes: Sequence[str]) -> dict[str, str]:
    """Each code once, by its capitals, in the order given. Raises PoolRefused."""
    if not codes:
        raise PoolRefused(_("Enter at least one code."))
    if len(codes) > MOST_CODES:
        raise PoolRefused(_("At most %d codes at once.") % MOST_CODES)
    wanted: dict[str, str] = {}
    for code in codes:
        is_code = 0 < len(code) <= CODE_CHARACTERS and code.isprintable() and " " not in code
        if not is_code:
            said = one_line(code)[:CODE_CHARACTERS]
            raise PoolRefused(
                _("“%(code)s” is no code: at most %(n)d letters without spaces.")
                % {"code": said, "n": CODE_CHARACTERS}
            )
        wanted.setdefault(code.upper(), code)
    return wanted
