"""Verbs of senders' domains: look at them daily and when a person asks; keep what was found."""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from messaging import dns_asking, dns_doctor
from messaging.addresses import mailable
from messaging.dns_asking import Asker
from messaging.dns_facts import needs_of
from messaging.dns_findings import Diagnosis, Verdict
from messaging.models import DomainCheck, Sender
from messaging.states import Channel, Transport
from stores.scope import store_scope

SECONDS: Final = 6.0  # for one look, whatever the name servers do
EVERY: Final = timedelta(days=1)
# A look that is so young answers the next question too.
FRESH: Final = timedelta(seconds=20)
KEPT_FOR: Final = timedelta(days=400)
AT_ONCE: Final = 20
MOST_SELECTORS: Final = 4
_SELECTOR: Final = re.compile(r"\A[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?\Z")

logger = logging.getLogger(__name__)


def new_asker() -> Asker:
    """The machine's resolver, with one deadline for all that is asked."""
    return dns_asking.Dns(dns_asking.system(), seconds=SECONDS)


def domain_of(sender: Sender) -> str:
    """The domain in its from address, as the DNS spells it; "" if none needs to be looked at."""
    leaves = sender.transport in (Transport.SMTP, Transport.ESP)
    if sender.channel != Channel.EMAIL or not leaves:
        return ""
    return mailable(sender.from_email).rpartition("@")[2].lower()


def check_domain(
    *,
    sender: Sender,
    now: datetime,
    selectors: Iterable[str] | None = None,
    asker: Asker | None = None,
) -> DomainCheck | None:
    """Ask the DNS and keep what it says; None where there is no domain to ask of.

    `selectors`: where the service keeps its DKIM keys, as a person says; None: as they said last.
    A look that is just made is given again. Asks the network, so never call it in a transaction.
    """
    domain = domain_of(sender)
    if not domain:
        return None
    before = DomainCheck.objects.current().filter(sender=sender).first()
    said = _told(before, domain) if selectors is None else plain_selectors(selectors)
    if before and _still_holds(before, domain, said, now):
        return before
    diagnosis = dns_doctor.examine(
        domain=domain,
        needs=needs_of(service=sender.service, host=sender.host),
        selectors=tuple(said),
        asker=asker or new_asker(),
    )
    return _keep(sender, diagnosis, said, now)


def check_due(*, now: datetime, new: Callable[[], Asker] = new_asker) -> int:
    """Look at the domains that nobody looked at for a day; how many. Call it inside every_store."""
    fresh = DomainCheck.objects.current().filter(sender=OuterRef("pk"), checked_at__gt=now - EVERY)
    rows = Sender.objects.filter(
        ~Exists(fresh),
        is_active=True,
        channel=Channel.EMAIL,
        transport__in=[Transport.SMTP, Transport.ESP],
    )
    looked_at = 0
    for sender in rows.order_by("pk")[:AT_ONCE]:
        with store_scope(sender.store_id):
            looked_at += check_domain(sender=sender, now=now, asker=new()) is not None
    return looked_at


def forget_old_checks(*, now: datetime) -> int:
    """Call it inside every_store."""
    return DomainCheck.objects.older_than(now - KEPT_FOR).delete()[0]


def plain_selectors(said: Iterable[str]) -> list[str]:
    """Names that can stand before ._domainkey, each once; what cannot is left out."""
    names = (one.strip().lower().partition("._domainkey")[0] for one in said)
    return list(dict.fromkeys(one for one in names if _SELECTOR.match(one)))[:MOST_SELECTORS]


def _told(before: DomainCheck | None, domain: str) -> list[str]:
    return before.selectors if before and before.domain == domain else []


def _still_holds(before: DomainCheck, domain: str, said: list[str], now: datetime) -> bool:
    is_same = before.domain == domain and before.selectors == said
    return is_same and now - FRESH < before.checked_at <= now


@transaction.atomic
def _keep(sender: Sender, diagnosis: Diagnosis, selectors: list[str], now: datetime) -> DomainCheck:
    """One at a time for each sender: its row is locked."""
    list(Sender.objects.select_for_update(of=("self",)).filter(pk=sender.pk))
    before = DomainCheck.objects.current().filter(sender=sender).first()
    DomainCheck.objects.current().filter(sender=sender).update(is_latest=False)
    return DomainCheck.objects.create(
        store_id=sender.store_id,
        sender=sender,
        domain=diagnosis.domain,
        selectors=selectors,
        verdict=diagnosis.verdict,
        is_verified=diagnosis.is_verified,
        is_worse=_is_worse(before, diagnosis),
        findings=[asdict(one) for one in diagnosis.findings],
        checked_at=now,
    )


def _is_worse(before: DomainCheck | None, now: Diagnosis) -> bool:
    """Compared with the last look, finding by finding; it stays worse until it is mended.

    What could not be asked is no worse: name servers are silent at times.
    """
    if before is None or before.domain != now.domain:
        return False
    ranks = list(Verdict)
    were = {one["check"]: ranks.index(Verdict(one["verdict"])) for one in before.findings}
    fell = any(
        one.verdict in (Verdict.LOOK, Verdict.ACT)
        and ranks.index(one.verdict) > were.get(one.check, len(ranks))
        for one in now.findings
    )
    as_bad = ranks.index(now.verdict) >= ranks.index(Verdict(before.verdict))
    return fell or (before.is_worse and as_bad)
