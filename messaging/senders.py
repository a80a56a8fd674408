"""The accounts of a store: written down, put in order, tried again when they were mended.

Locks: the accounts of a store in the order of their ids.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.outgoing.urls import AddressRefused, check_host, check_url
from messaging import accounts, queries, ringing
from messaging.channels import mail_services
from messaging.couriers import base_url_of_texts, may_be_private
from messaging.models import Sender, SenderPulse
from messaging.states import Channel, Lane, Transport

# What an account learned of itself is void once one of these is another.
_IDENTITY = ("transport", "host", "port", "security", "username", "password", "service", "options")
_CHANNELS = {Transport.SMS: Channel.SMS, Transport.PUSH: Channel.PUSH}
# A number, a name that networks show (GSM's sender id), or a pool's id.
_SENDS_TEXTS = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 &_-]{1,11}")
_MOST_A_MINUTE = 1_000_000


class SenderIncomplete(DomainError):
    """What was said of an account is not enough to send with, or is wrong. `problems` by field."""

    code = "sender-incomplete"

    def __init__(self, problems: dict[str, Any]) -> None:
        super().__init__(" ".join(f"{name}: {words}" for name, words in problems.items()))
        self.problems = problems


class OrderUnknown(DomainError):
    """The order of accounts names one that is not the store's, or one twice."""

    code = "sender-order-unknown"


def problems_of(sender: Sender) -> dict[str, Any]:
    """What keeps the account from being used, by field; nothing if it can be."""
    by_transport = {
        Transport.SMTP: _of_server,
        Transport.ESP: _of_service,
        Transport.SMS: _of_texts,
    }
    found = by_transport.get(Transport(sender.transport), _of_nothing)(sender)
    if sender.per_minute is not None and not 1 <= sender.per_minute <= _MOST_A_MINUTE:
        found["per_minute"] = _("A number from 1; leave it empty for no limit.")
    if not 1 <= sender.connections <= 50:
        found["connections"] = _("A number from 1 to 50.")
    return found


@transaction.atomic
def save_sender(*, sender: Sender, now: datetime) -> int:
    """Keep an account, new or changed; how many messages waited for it and are tried now.

    A new one stands last in the store's order. Raises SenderIncomplete.
    """
    sender.channel = _CHANNELS.get(Transport(sender.transport), Channel.EMAIL)
    if problems := problems_of(sender):
        raise SenderIncomplete(problems)
    chain = list(_locked(sender.store_id, sender.channel))
    was = next((each for each in chain if each.pk == sender.pk), None)
    if was is None and sender.pk is None and sender.position == 0 and chain:
        sender.position = max(each.position for each in chain) + 1
    sender.save()
    if was and any(getattr(was, name) != getattr(sender, name) for name in _IDENTITY):
        _forget_pulse(sender)
    return _resume(sender, now)


@transaction.atomic
def remove_sender(*, sender: Sender, now: datetime) -> None:
    """Forget an account and its secrets; what waited for it leaves by the next in the order."""
    chain = [each for each in _locked(sender.store_id, sender.channel) if each.pk != sender.pk]
    Sender.objects.filter(pk=sender.pk).delete()
    first = next((each for each in chain if each.is_active), None)
    if first and accounts.send_what_waited(sender=first, now=now):
        ringing.ring(Lane.ORDER)


@transaction.atomic
def resume_sender(*, sender: Sender, now: datetime) -> int:
    """Try a mended account at once; how many messages waited for it."""
    _locked(sender.store_id, sender.channel)
    return _resume(sender, now)


@transaction.atomic
def reorder_senders(*, store_id: int, channel: str, order: Sequence[UUID], now: datetime) -> None:
    """Put the store's accounts of a channel in this order; those not named come after them.

    What waits for one in trouble is looked at again. Raises OrderUnknown.
    """
    chain = {sender.public_id: sender for sender in _locked(store_id, channel)}
    if len(set(order)) != len(order) or not set(order) <= set(chain):
        raise OrderUnknown(gettext("Name each account of this store and channel once."))
    named = [chain[public_id] for public_id in order]
    rest = sorted(
        (sender for sender in chain.values() if sender.public_id not in set(order)),
        key=lambda sender: (sender.position, sender.pk),
    )
    for place, sender in enumerate([*named, *rest]):
        sender.position = place
    Sender.objects.bulk_update(chain.values(), ["position"])
    first = next((each for each in [*named, *rest] if each.is_active), None)
    if first and accounts.send_what_waited(sender=first, now=now):
        ringing.ring(Lane.ORDER)


def move_sender(*, sender: Sender, by: int, now: datetime) -> bool:
    """One place up (-1) or down (1) in its store's order. False at either end."""
    chain = queries.all_senders_of_store(sender.store_id, sender.channel)
    ids = [each.public_id for each in chain]
    here = ids.index(sender.public_id)
    there = here + by
    if not 0 <= there < len(ids):
        return False
    ids[here], ids[there] = ids[there], ids[here]
    reorder_senders(store_id=sender.store_id, channel=sender.channel, order=ids, now=now)
    return True


def service_label(sender: Sender) -> str:
    """The mail service's own name; "" where the account leaves by none."""
    service = mail_services.SERVICES.get(sender.service)
    return service.label if service and sender.transport == Transport.ESP else ""


def _resume(sender: Sender, now: datetime) -> int:
    Sender.objects.filter(pk=sender.pk).update(
        waits_until=None, trouble="", trouble_detail="", trouble_since=None
    )
    sender.waits_until = sender.trouble_since = None
    sender.trouble = sender.trouble_detail = ""
    SenderPulse.objects.filter(sender=sender).update(
        window_began_at=None,
        tries_count=0,
        failures_count=0,
        refusals_count=0,
        trips_count=0,
        probing_until=None,
    )
    count = accounts.send_what_waited(sender=sender, now=now) if sender.is_active else 0
    ringing.ring(Lane.ORDER)
    return count


def _forget_pulse(sender: Sender) -> None:
    """Another server knows nothing of how much was too much for the old one."""
    SenderPulse.objects.filter(sender=sender).update(rate=None, slowed_at=None)


def _locked(store_id: int, channel: str) -> list[Sender]:
    chain = Sender.objects.select_for_update().filter(store_id=store_id, channel=channel)
    return list(chain.order_by("pk"))


def _of_server(sender: Sender) -> dict[str, Any]:
    names = ("host", "from_email")
    found: dict[str, Any] = {
        name: _("A mail server needs this.") for name in names if not getattr(sender, name)
    }
    if sender.host and not may_be_private(sender.host, sender.port):
        found |= _of_host(check_host, sender.host)
    return found


def _of_host(check: Callable[[str], str], host: str) -> dict[str, Any]:
    """What is wrong with a host by its text alone; what its name leads to, connecting tells."""
    try:
        check(host)
    except AddressRefused as refused:
        return {"host": str(refused)}
    return {}


def _of_texts(sender: Sender) -> dict[str, Any]:
    names = ("host", "username", "from_phone", "password")
    needed = _("A service for text messages needs this.")
    found: dict[str, Any] = {name: needed for name in names if not getattr(sender, name)}
    if sender.from_phone and not _SENDS_TEXTS.fullmatch(sender.from_phone):
        found["from_phone"] = _(
            "Give a number as +4759440000, a name of up to 11 letters and digits, or the id of a "
            "pool of numbers (MG…)."
        )
    if sender.host:
        found |= _of_host(check_url, base_url_of_texts(sender.host))
    return found


def _of_service(sender: Sender) -> dict[str, Any]:
    service = mail_services.SERVICES.get(sender.service)
    if service is None:
        return {"service": _("Choose a mail service.")}
    found: dict[str, Any] = {}
    if not sender.from_email:
        found["from_email"] = _("A mail service needs this.")
    if not sender.password:
        found["password"] = _("A mail service needs its key.")
    if wrong := mail_services.problems(service, sender.options):
        found["options"] = " ".join(f"{name}: {words}" for name, words in wrong.items())
    return found


def _of_nothing(sender: Sender) -> dict[str, Any]:
    return {}
