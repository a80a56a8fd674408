"""What a store may see of its readers: decided by a person, with its ground, and kept for ever."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Store, TrackingDecision, TrackingMode

MOST_DOMAINS: Final = 20
_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")


class BasisMissing(DomainError):
    """To see each reader needs a ground in law, and somebody who says so."""

    code = "basis-missing"


class NoDomain(DomainError):
    """A domain of the shop is a bare host name."""

    code = "no-domain"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided; an empty mode is what the law of the store's country asks."""

    mode: str
    basis: str = ""


@transaction.atomic
def decide_tracking(*, store: Store, choice: Choice, actor: str, now: datetime) -> bool:
    """Decide what the store sees of who opens and clicks, from the next mail on.

    False if mode and ground are as they were. Raises BasisMissing.
    """
    basis = choice.basis.strip()
    if choice.mode == TrackingMode.INDIVIDUAL and not basis:
        words = _(
            "Write down on what legal basis each reader may be seen, such as consent at the "
            "checkout. Without one choose sums."
        )
        raise BasisMissing(words)
    row = Store.objects.select_for_update().get(pk=store.pk)
    last = last_decision(store_id=store.pk)
    known = (last.mode, last.basis) if last else (row.tracking_mode, "")
    if known == (choice.mode, basis):
        return False
    TrackingDecision.objects.create(
        store=store, mode=choice.mode, basis=basis, actor=actor[:254], at=now
    )
    row.tracking_mode = store.tracking_mode = choice.mode
    row.save(update_fields=["tracking_mode"])
    return True


def name_links(*, store: Store, is_tagged: bool, domains: Sequence[str]) -> bool:
    """Decide whether links to the shop name the mail, and which further hosts are the shop's.

    False if it was so. Raises NoDomain.
    """
    hosts = list(dict.fromkeys(map(checked_domain, domains)))
    if len(hosts) > MOST_DOMAINS:
        raise NoDomain(_("No more than %(count)d domains, please.") % {"count": MOST_DOMAINS})
    if (store.are_links_tagged, store.link_domains) == (is_tagged, hosts):
        return False
    store.are_links_tagged, store.link_domains = is_tagged, hosts
    store.save(update_fields=["are_links_tagged", "link_domains"])
    return True


def last_decision(*, store_id: int) -> TrackingDecision | None:
    """One query; None where nobody ever decided."""
    rows = TrackingDecision.objects.filter(store_id=store_id)
    return rows.order_by("-at", "-pk").first()


def checked_domain(text: str) -> str:
    """A host name in small letters. Raises NoDomain."""
    host = text.strip().lower().removesuffix(".")
    if len(host) > 253 or not _DOMAIN.fullmatch(host):
        words = _("%(text)s is no domain. Write it as shop.example, without https:// and paths.")
        raise NoDomain(words % {"text": text.strip()[:60]})
    return host
