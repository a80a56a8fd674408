"""Who tells the buyers of one sales channel, and in which words: what a store says otherwise.

# Note [Orders of a marketplace]
Planning decides for each order, in this order:
1. What the store said of the kind and the order's channel holds; else what it said of the kind.
2. Nothing that advertises goes to an address of a marketplace, whatever was said: its rules forbid
   it, and the buyer agreed with the marketplace, not with the shop.
3. News of an order go to such an address only where the store said so for the channel, if the
   marketplace tells its buyers itself (orders/relays.py). Else they get them twice, and the shop
   a warning.
What is not sent says so on the order, with that reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from common.errors import DomainError
from messaging import modes
from messaging.models import ChannelMode, Message
from messaging.states import Teller
from orders.channels import MARKETPLACES, SalesChannel
from orders.models import Order
from stores.models import Store
from templates_app import queries as templates
from templates_app.data import NotificationKind as Kind
from templates_app.models import Variant

# What may be sent in the place of what: never both of one order.
INSTEAD: Final[dict[str, tuple[str, ...]]] = {Kind.ORDER_CONFIRMATION: (Kind.POS_RECEIPT,)}
# Nothing was ordered yet, so no channel is known; nor do staff care whose buyer it is.
_OF_NO_ORDER: Final = frozenset({Kind.ABANDONED_CHECKOUT, Kind.STAFF_NEW_ORDER})


class NotByChannel(DomainError):
    """This kind or channel has no choice of its own."""

    code = "not-by-channel"


class NoSuchWording(DomainError):
    """The published template has no variant of this label."""

    code = "no-such-wording"


@dataclass(frozen=True, slots=True)
class Told:
    """What a store says of one kind and channel."""

    teller: Teller
    instead: str = ""
    variant_label: str = ""


def channels() -> list[SalesChannel]:
    """Those that a store can say something of; the online store's is what it says of all."""
    return [channel for channel in SalesChannel if channel != SalesChannel.ONLINE]


def kinds() -> list[Kind]:
    return [kind for kind in modes.kinds() if kind not in _OF_NO_ORDER]


def tellers(channel: str) -> list[Teller]:
    """Who may tell the buyers of the channel."""
    is_marketplace = channel in MARKETPLACES or channel == SalesChannel.OTHER
    return [one for one in Teller if is_marketplace or one != Teller.MARKETPLACE_SENDS]


@transaction.atomic
def set_channel_mode(
    *, store: Store, kind: str, sales_channel: str, told: Told, actor: str, now: datetime
) -> ChannelMode:
    """Say who tells the buyers of one channel about this kind, of what is decided from now on.

    To say the same again changes nothing. Raises NotByChannel or NoSuchWording.
    """
    _check(store, kind, sales_channel, told)
    wanted = {
        "teller": told.teller,
        "instead": told.instead,
        "variant_label": told.variant_label,
    }
    said = {**wanted, "actor": actor[:254], "changed_at": now}
    row, is_new = ChannelMode.objects.get_or_create(
        store=store, kind=kind, sales_channel=sales_channel, defaults=said
    )
    others = ChannelMode.objects.filter(pk=row.pk).exclude(**wanted)
    if not is_new and others.update(**said):
        row.refresh_from_db()
    return row


def clear_channel_mode(*, store: Store, kind: str, sales_channel: str) -> bool:
    """Let the channel be as all orders again. False if nothing was said of it."""
    rows = ChannelMode.objects.filter(store=store, kind=kind, sales_channel=sales_channel)
    return bool(rows.delete()[0])


def choices_of(store_ids: Iterable[int]) -> list[ChannelMode]:
    """What these stores said, by channel. One query."""
    rows = ChannelMode.objects.filter(store_id__in=list(store_ids))
    return list(rows.order_by("store_id", "sales_channel", "kind"))


def choice_for(order: Order, kind: str) -> ChannelMode | None:
    """What the store said of the order's channel. No query for an order of the online store."""
    if order.sales_channel in ("", SalesChannel.ONLINE):
        return None
    rows = ChannelMode.objects.filter(store_id=order.store_id, kind=kind)
    return rows.filter(sales_channel=order.sales_channel).first()


def word(message: Message, choice: ChannelMode | None, store: Store) -> None:
    """Give a fresh message the words of its channel; saves nothing.

    No query where none were chosen, else two. A variant that the template no longer has leaves
    the template's own words.
    """
    if choice is None or not choice.variant_label:
        return
    revision = templates.current_revision(store=store, kind=Kind(message.kind))
    if revision is None:
        return
    rows = Variant.objects.filter(
        template__agency=revision.agency_id,
        template__kind=revision.kind,
        label=choice.variant_label,
    )
    same = Q(template__store=revision.store_id) if revision.store_id else Q(template__store=None)
    message.variant = rows.filter(same).first()


def _check(store: Store, kind: str, sales_channel: str, told: Told) -> None:
    if kind not in kinds():
        raise NotByChannel(gettext("This kind is the same for all channels."))
    if sales_channel not in channels():
        raise NotByChannel(
            gettext("Orders of the online store follow the store's own choice: change that.")
        )
    if told.teller not in tellers(sales_channel):
        raise NotByChannel(gettext("No marketplace sends for this channel: choose who does."))
    if told.instead and told.instead not in INSTEAD.get(kind, ()):
        raise NotByChannel(gettext("This message cannot stand for that one."))
    if told.instead and templates.current_revision(store=store, kind=Kind(told.instead)) is None:
        raise NoSuchWording(gettext("Publish a template of the kind that is sent instead first."))
    if told.variant_label and told.teller != Teller.WE_SEND:
        raise NoSuchWording(gettext("Who sends it words it: choose no wording of ours."))
    if told.variant_label and told.variant_label not in wordings(store, told.instead or kind):
        raise NoSuchWording(
            gettext("The published template has no variant “%(label)s”: make and publish it first.")
            % {"label": told.variant_label}
        )


def wordings(store: Store, kind: str) -> dict[str, str]:
    """The variants that the published template has, by their label. Two queries."""
    revision = templates.current_revision(store=store, kind=Kind(kind))
    if revision is None:
        return {}
    return dict(revision.variants.order_by("label").values_list("label", "name"))
