"""How a store counts its orders: its own choices, and the verb that changes them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Store
from tracking.attribution.rules import LONGEST_DAYS, SHORTEST_DAYS, Terms
from tracking.models.attribution import ANY_REF, AttributionSettings

MOST_REFS: Final = 100
LONGEST_REF: Final = 36  # Shopify's tags have 40 letters, of which `ref:` takes four


class NotCountable(DomainError):
    """The choices make no sense; the error says which and why."""

    code = "attribution-settings-invalid"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a store chooses. `tagged_refs`: "*" for all, "spring*" for what begins so."""

    window_days: int
    counts_pos: bool
    counts_drafts: bool
    counts_subscriptions: bool
    tagged_refs: tuple[str, ...]


def settings_of(*, store_id: int) -> AttributionSettings:
    """The store's row, or one as it would be, not saved. One statement."""
    row = AttributionSettings.objects.filter(store_id=store_id).first()
    return row or AttributionSettings(store_id=store_id)


def terms_of(chosen: AttributionSettings) -> Terms:
    return Terms(
        timedelta(days=chosen.window_days),
        chosen.counts_pos,
        chosen.counts_drafts,
        chosen.counts_subscriptions,
    )


def everything(window: timedelta) -> Terms:
    """For an order of which it is settled that it counts."""
    return Terms(window, counts_pos=True, counts_drafts=True, counts_subscriptions=True)


def refs_of(chosen: AttributionSettings) -> tuple[str, ...]:
    """Which refs become tags, one by one."""
    return tuple(line.strip() for line in chosen.tagged_refs.splitlines() if line.strip())


def becomes_tag(ref: str, chosen: AttributionSettings) -> bool:
    """Whether the store wants such a ref as a tag, and Shopify can hold it."""
    said = ref.casefold()
    fits = 0 < len(ref) <= LONGEST_REF
    return fits and any(_matches(said, pattern.casefold()) for pattern in refs_of(chosen))


@transaction.atomic
def change_counting(*, store: Store, choices: Choices) -> AttributionSettings:
    """Keep how the store counts: for orders that come from now on. Raises NotCountable."""
    if not SHORTEST_DAYS <= choices.window_days <= LONGEST_DAYS:
        limits = {"least": SHORTEST_DAYS, "most": LONGEST_DAYS}
        raise NotCountable(_("The window is %(least)s to %(most)s days.") % limits)
    refs = _clean_refs(choices.tagged_refs)
    row, _is_new = AttributionSettings.objects.update_or_create(
        store=store,
        defaults={
            "window_days": choices.window_days,
            "counts_pos": choices.counts_pos,
            "counts_drafts": choices.counts_drafts,
            "counts_subscriptions": choices.counts_subscriptions,
            "tagged_refs": "\n".join(refs),
        },
    )
    return row


def _clean_refs(refs: tuple[str, ...]) -> list[str]:
    """One of each, in the order given."""
    found = {ref.casefold(): ref for ref in (" ".join(one.split()) for one in refs) if ref}
    if len(found) > MOST_REFS:
        raise NotCountable(_("At most %(most)s refs can be named.") % {"most": MOST_REFS})
    for ref in found.values():
        if "," in ref or "\x00" in ref or ANY_REF in ref[:-1]:
            said = {"ref": ref}
            raise NotCountable(_("“%(ref)s”: a ref has no comma, and “*” only at its end.") % said)
        if len(ref) > LONGEST_REF + 1:
            limit = {"ref": ref, "most": str(LONGEST_REF)}
            raise NotCountable(_("“%(ref)s” is longer than %(most)s letters.") % limit)
    return list(found.values())


def _matches(ref: str, pattern: str) -> bool:
    if pattern.endswith(ANY_REF):
        return ref.startswith(pattern[:-1])
    return ref == pattern
