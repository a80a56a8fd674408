"""Verbs of a store's tracking domain: named, proven, used in links, and looked after.

# Note [Proven by our own answer]
A CNAME says where a name points, not whether a browser is answered there: a proxy may stand before
us, and without a certificate each link is dead. So the proof is a call of the domain itself, by
https, with a number that nobody knew before; only who holds our secret can answer it. Mails name
the domain while the last proof holds. What left with it keeps it, so a domain is given up only once
those mails are old.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.outgoing import calls
from messaging.dns_asking import Asker, Unanswered
from messaging.domains import new_asker
from stores.models import Store, TrackingDomainState
from stores.scope import every_store, store_scope

HERE: Final = "/t/domain/here"
EVERY: Final = timedelta(days=1)
AGAIN: Final = timedelta(hours=1)  # where one was lost: links that lead nowhere cannot wait a day
AT_ONCE: Final = 50
LONGEST: Final = 40.0  # seconds; one look takes some ten at most
DEADLINE: Final = 6.0  # seconds for the call
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_NUMBER: Final = re.compile(r"[0-9a-f]{32}")
_FOUND: Final = ("tracking_domain_state", "tracking_domain_at", "tracking_domain_lost_at")
_signer: Final = signing.Signer(salt="messaging.tracking_domains")

logger = logging.getLogger(__name__)

State = TrackingDomainState
# What a URL answers, as text. Raises calls.NoAnswer or AddressRefused.
Fetch = Callable[[str], str]


class TrackingDomainRefused(DomainError):
    """No host name, or one that has another use."""

    code = "tracking-domain-refused"


@dataclass(frozen=True, slots=True)
class Record:
    """What to paste into the domain's DNS."""

    name: str
    type: str
    value: str


def record_of(store: Store) -> Record | None:
    """None where no domain is named."""
    if not store.tracking_domain:
        return None
    return Record(store.tracking_domain, "CNAME", _our_host())


def name_domain(*, store: Store, domain: str) -> bool:
    """Name the store's tracking domain, "" for none; False if it was so.

    Mails name it once a look has proven it; until then, and without one, our own address. Raises
    TrackingDomainRefused.
    """
    wanted = _checked(domain, store) if domain.strip() else ""
    if wanted == store.tracking_domain:
        return False
    store.tracking_domain, store.tracking_domain_state = wanted, State.UNSEEN
    store.tracking_domain_at = store.tracking_domain_lost_at = None
    store.save(update_fields=["tracking_domain", *_FOUND])
    return True


def look_at(
    *, store: Store, now: datetime, asker: Asker | None = None, fetch: Fetch | None = None
) -> bool:
    """Prove the domain anew; whether anything was learnt, which the store then says.

    Name servers that are silent teach nothing. Asks the network: never call it in a transaction.
    """
    domain = store.tracking_domain
    if not domain:
        return False
    try:
        state = _found(domain, asker or new_asker(), fetch or _fetch)
    except Unanswered:
        _keep(store, domain, None, now)
        return False
    _keep(store, domain, state, now)
    return True


def look_at_due(
    *,
    now: datetime,
    new: Callable[[], Asker] = new_asker,
    fetch: Fetch | None = None,
) -> int:
    """Look at those that nobody looked at for a day, lost ones for an hour; how many.

    Call it inside every_store.
    """
    long_ago = Q(tracking_domain_at=None) | Q(tracking_domain_at__lte=now - EVERY)
    is_lost = Q(tracking_domain_lost_at__isnull=False, tracking_domain_at__lte=now - AGAIN)
    due = Store.objects.filter(long_ago | is_lost, released_at=None).exclude(tracking_domain="")
    oldest_first = F("tracking_domain_at").asc(nulls_first=True)
    looked_at, until = 0, time.monotonic() + LONGEST
    for store in due.order_by(oldest_first, "pk")[:AT_ONCE]:
        if time.monotonic() > until:
            break
        was = store.tracking_domain_lost_at
        with store_scope(store.pk):
            looked_at += look_at(store=store, now=now, asker=new(), fetch=fetch)
        if was is None and store.tracking_domain_lost_at:
            logger.warning(
                "messaging.tracking_domain.lost",
                extra={"store_id": store.pk, "state": store.tracking_domain_state},
            )
    return looked_at


def is_named(domain: str) -> bool:
    """Whether some store has named it: who ends TLS for us asks before it gets a certificate."""
    with every_store(because="a proxy asks for a name, before it knows whose"):
        rows = Store.objects.filter(tracking_domain=domain.lower().removesuffix("."))
        return bool(domain) and rows.filter(released_at=None).exists()


def answer_to(number: str) -> str:
    """What only we can answer. See Note [Proven by our own answer]. "" to what is no number."""
    return _signer.signature(number) if _NUMBER.fullmatch(number) else ""


def _checked(text: str, store: Store) -> str:
    """A host name as the DNS spells it."""
    host = text.strip().lower().removesuffix(".")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ""
    if len(host) > 253 or not _HOST.fullmatch(host):
        words = _("%(text)s is no domain. Write it as links.shop.example, without https://.")
        raise TrackingDomainRefused(words % {"text": text.strip()[:60]})
    if host in (_our_host(), *store.link_hosts):
        words = _("%(domain)s has another use. Take a name below it, such as links.%(domain)s.")
        raise TrackingDomainRefused(words % {"domain": host})
    return host


def _our_host() -> str:
    return urlsplit(settings.NOTIFYHUB_BASE_URL).hostname or ""


def _found(domain: str, asker: Asker, fetch: Fetch) -> TrackingDomainState:
    """Raises Unanswered."""
    aliases = {name.lower().removesuffix(".") for name in asker.ask(domain, "CNAME")}
    if not aliases and not asker.ask(domain, "A") and not asker.ask(domain, "AAAA"):
        return State.MISSING
    number = secrets.token_hex(16)
    try:
        answered = fetch(f"https://{domain}{HERE}?n={number}")
    except DomainError:
        return State.UNREACHABLE
    if constant_time_compare(answered.strip(), answer_to(number)):
        return State.LIVE
    return State.UNREACHABLE if _our_host() in aliases else State.ELSEWHERE


def _fetch(url: str) -> str:
    answer = calls.call("GET", url, deadline=DEADLINE, most=200)
    return answer.content.decode("ascii", "replace")


@transaction.atomic
def _keep(store: Store, domain: str, state: TrackingDomainState | None, now: datetime) -> None:
    """A domain is one agency's: who proved it first has it. Nothing if it was renamed meanwhile.

    None: nothing was learnt, so it stays as it was known.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [domain])
    if state == State.LIVE:
        with every_store(because="whether another agency has the domain"):
            others = Store.objects.filter(tracking_domain=domain, tracking_domain_state=State.LIVE)
            if others.exclude(agency_id=store.agency_id).exists():
                state = State.TAKEN
    row = Store.objects.select_for_update().filter(pk=store.pk, tracking_domain=domain).first()
    if row is None:
        return
    state = state or State(row.tracking_domain_state)
    lost_at = row.tracking_domain_lost_at
    if state == State.LIVE:
        lost_at = None
    elif row.tracking_domain_state == State.LIVE:
        lost_at = now
    for each in (row, store):
        each.tracking_domain_state, each.tracking_domain_at = state, now
        each.tracking_domain_lost_at = lost_at
    row.save(update_fields=_FOUND)
