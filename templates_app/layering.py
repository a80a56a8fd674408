"""Layers: which tests exclude each other, and who is in none of them.

# Note [Layers of tests]
A layer is a space of 10,000 buckets, by buyer: each buyer of a store stands in one of them. A test
owns a range of a layer in each of its stores; ranges of one layer never overlap, so nobody is in
two of its tests. Which arm somebody gets is drawn by the test's own salt, hence independently of
the range. Tests of one kind share a layer in a store, since a mail has but one set of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Agency, Store
from templates_app.assigning import BUCKETS
from templates_app.models import ExperimentStore, HoldOut, Layer

FIRST: Final = "Mails"
MOST_HELD_OUT_BP: Final = 2_000


class LayerExists(DomainError):
    """The agency has a layer of that name."""

    code = "layer-exists"


class ShareRefused(DomainError):
    """A share that cannot be held out."""

    code = "share-refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """A range of a store's buckets, and whose it is."""

    lower: int
    upper: int
    experiment_id: int
    name: str


def make_layer(*, agency: Agency, name: str, now: datetime) -> Layer:
    """A further space of buckets, independent of the others. Raises LayerExists."""
    try:
        with transaction.atomic():
            return Layer.objects.create(agency=agency, name=name.strip()[:80], created_at=now)
    except IntegrityError:
        words = _("There is a layer “%(name)s” already. Choose another name.")
        raise LayerExists(words % {"name": name}) from None


def first_layer(*, agency: Agency, now: datetime) -> Layer:
    """The layer of tests that name none: they all exclude each other."""
    layer, _is_new = Layer.objects.get_or_create(
        agency=agency, name=FIRST, defaults={"created_at": now}
    )
    return layer


@transaction.atomic
def set_hold_out(*, store: Store, share_bp: int, actor: str, now: datetime) -> HoldOut:
    """Keep a share of the store's buyers out of all tests. They stay the same ones as it grows.

    Who is held out from now on reads the template's own words, whatever they had before.
    """
    if not 0 <= share_bp <= MOST_HELD_OUT_BP:
        raise ShareRefused(_("Hold out a fifth of the buyers at most."))
    hold_out, _is_new = HoldOut.objects.update_or_create(
        store=store,
        defaults={"share_bp": share_bp, "changed_at": now, "changed_by": actor},
    )
    return hold_out


def taken_in(*, layer: Layer, store_ids: Sequence[int]) -> dict[int, list[Taken]]:
    """The ranges that tests hold in the layer, by store, from the lowest. One query."""
    rows = ExperimentStore.objects.filter(layer=layer, store__in=store_ids, is_active=True)
    found: dict[int, list[Taken]] = {store_id: [] for store_id in store_ids}
    for row in rows.select_related("experiment"):
        found[row.store_id].append(
            Taken(row.buckets.lower, row.buckets.upper, row.experiment_id, row.experiment.name)
        )
    for ranges in found.values():
        ranges.sort(key=lambda one: one.lower)
    return found


def free_range(taken: Sequence[Taken], width: int) -> tuple[int, int] | None:
    """The first free range of that width between those taken (from the lowest); None: no room."""
    lower = 0
    for upper, next_lower in [*((one.lower, one.upper) for one in taken), (BUCKETS, BUCKETS)]:
        if upper - lower >= width:
            return lower, lower + width
        lower = next_lower
    return None


def widest_gap(taken: Sequence[Taken]) -> int:
    """How many buckets the widest free range has."""
    edges = [0, *(edge for one in taken for edge in (one.lower, one.upper)), BUCKETS]
    return max(upper - lower for lower, upper in zip(edges[::2], edges[1::2], strict=True))
