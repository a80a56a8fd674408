"""How a store promises, and when it is warned."""

from dataclasses import asdict, dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from shipping.models import DeliverySettings, MixedCart, Subject
from shipping.rule_changes import By, RuleRefused, hold_rules, keep_change
from stores.models import Store

LONGEST_WARNING: Final = 720  # hours
LONGEST_SILENCE: Final = 60  # business days


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChoices:
    """What a store chooses; the defaults are those of the table."""

    is_shown: bool = True
    mixed_cart: str = MixedCart.LATEST
    tells_delays: bool = False
    tells_silence: bool = False
    risk_hours: int = 24
    silence_days: int = 5
    first_scan_days: int = 3
    stalled_days: int = 5


def settings_of(store_id: int) -> DeliverySettings:
    """The store's row, or one as it would be, not saved. One statement."""
    row = DeliverySettings.objects.filter(store_id=store_id).first()
    return row or DeliverySettings(store_id=store_id)


@transaction.atomic
def change_delivery_settings(*, store: Store, choices: DeliveryChoices, by: By) -> DeliverySettings:
    """Keep how the store promises. Saying the same again is nothing. Raises RuleRefused."""
    _check(choices)
    hold_rules(store)
    row = settings_of(store.pk)
    wanted = asdict(choices)
    before = {name: getattr(row, name) for name in wanted}
    if row.pk is not None and before == wanted:
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.store = store
    is_new = row.pk is None
    row.changed_at, row.changed_by = by.now, by.actor[:254]
    row.save()
    said = None if is_new else before
    keep_change(store, Subject.SETTINGS, "", by, before=said, after=wanted)
    return row


def _check(choices: DeliveryChoices) -> None:
    if choices.mixed_cart not in MixedCart:
        known = ", ".join(MixedCart.values)
        words = _("Say what mixed carts are promised, one of: %(known)s.")
        raise RuleRefused(words % {"known": known}, "mixed_cart")
    if not 1 <= choices.risk_hours <= LONGEST_WARNING:
        words = _("A warning comes 1 to %(most)s hours before goods must leave.")
        raise RuleRefused(words % {"most": LONGEST_WARNING}, "risk_hours")
    for name in ("silence_days", "first_scan_days", "stalled_days"):
        if not 1 <= getattr(choices, name) <= LONGEST_SILENCE:
            words = _("Wait 1 to %(most)s business days before an alarm.")
            raise RuleRefused(words % {"most": LONGEST_SILENCE}, name)
