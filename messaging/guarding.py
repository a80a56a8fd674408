"""The duplicate guard: whether a buyer hears of a thing twice, once, or from nobody.

# Note [Two senders]
Shopify has no API that says or changes which of its own notifications go out, and a shop below Plus
cannot switch its order confirmation off at all (Omnisend's help, article 1421803). So what Shopify
sends is what a person saw in its settings and said here; until somebody has looked, its own mail is
taken to go out, as it does in a new shop. Where it cannot be switched off it can be made short: a
thank-you that leaves the order's facts to ours.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from messaging import modes, queries
from messaging.announcing import SAID_BY_ITSELF
from messaging.models import DeliveryMode, NativeMail
from messaging.states import Mode, Native
from stores.models import Store
from templates_app import queries as templates
from templates_app.data import NotificationKind as Kind

_SENDS: Final = (Native.UNKNOWN, Native.LIVE, Native.EXPORT)


class Clash(TextChoices):
    """What is amiss between the two."""

    TWICE = "TWICE", _("Buyers may get it twice: from us and from Shopify")
    NOBODY = "NOBODY", _("Nobody tells the buyer")
    PLAIN = "PLAIN", _("Shopify sends its own words, not the exported ones")


class NotShopifys(DomainError):
    """Shopify has no such notification."""

    code = "no-such-notification"


@dataclass(frozen=True, slots=True)
class Guarded:
    """One kind of one store: who sends it here, what Shopify does, and what is amiss."""

    store: Store
    kind: Kind
    mode: Mode
    native: Native
    said: NativeMail | None

    @property
    def clash(self) -> Clash | None:
        return clash_of(self.mode, self.native)


def clash_of(mode: Mode, native: Native) -> Clash | None:
    """See Note [Two senders]."""
    if mode == Mode.WE_SEND:
        return Clash.TWICE if native in _SENDS else None
    if native == Native.OFF:
        return Clash.NOBODY
    if mode == Mode.SHOPIFY_SENDS and native in (Native.LIVE, Native.UNKNOWN):
        return Clash.PLAIN
    return None


def guarded_kinds() -> list[Kind]:
    """Those that both could send: Shopify has a notification of each that we send by itself."""
    return [kind for kind in modes.kinds() if kind in SAID_BY_ITSELF]


def guarded(stores: Iterable[Store]) -> list[Guarded]:
    """Every store and kind that both could send, in order of the stores. Three queries.

    A kind that the store has no published words for is left out: we do not send it.
    """
    stores = list(stores)
    store_ids = [store.pk for store in stores]
    said = queries.modes_of(store_ids)
    rows = NativeMail.objects.filter(store_id__in=store_ids)
    native = {(row.store_id, row.kind): row for row in rows}
    sent = templates.kinds_published_by(stores)
    found = []
    for store in stores:
        for kind in guarded_kinds():
            mode_row, seen = said.get((store.pk, kind.value)), native.get((store.pk, kind.value))
            mode = Mode(mode_row.mode) if mode_row else Mode.WE_SEND
            if mode == Mode.WE_SEND and (store.pk, kind.value) not in sent:
                continue
            state = Native(seen.state) if seen else Native.UNKNOWN
            found.append(Guarded(store, kind, mode, state, seen))
    return found


def twice_counts() -> Counter[int]:
    """How many kinds each store in scope sends beside Shopify, as a person said. One query.

    What nobody has looked at is a step of the checklist, not an alarm.
    """
    elsewhere = DeliveryMode.objects.filter(
        store_id=OuterRef("store_id"), kind=OuterRef("kind")
    ).exclude(mode=Mode.WE_SEND)
    rows = NativeMail.objects.filter(~Exists(elsewhere), state__in=[Native.LIVE, Native.EXPORT])
    return Counter(rows.values_list("store_id", flat=True))


@transaction.atomic
def record_native(
    *, store: Store, kind: str, state: Native, actor: str, now: datetime
) -> NativeMail:
    """Keep what a person saw in Shopify's settings. The same again changes nothing.

    Raises NotShopifys.
    """
    if kind not in {one.value for one in guarded_kinds()}:
        raise NotShopifys(gettext("Shopify has no notification of this kind."))
    said = {"state": state, "actor": actor[:254], "said_at": now}
    row, is_new = NativeMail.objects.get_or_create(store=store, kind=kind, defaults=said)
    others = NativeMail.objects.filter(pk=row.pk).exclude(state=state)
    if not is_new and others.update(**said):
        row.refresh_from_db()
    return row
