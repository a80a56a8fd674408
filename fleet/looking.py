"""What one look at some stores finds: a constant number of statements, and then plain rules.

# Note [Silence]
A store is silent when no order came in some hours in which, over the weeks before, at least
USUAL_ORDERS did on average. Orders come like a Poisson process: were all well, that would happen
once in some hundred such windows (e^-5 = 0.7 %), and the windows of a day are not independent. The
shortest such window is told, and in whole hours, so that an hour that is not over counts for the
store.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min, Q

from automations.models import Rule
from fleet import queries
from fleet.data import Figures, Reading, Sign
from fleet.kinds import FindingKind as Kind
from fleet.kinds import Severity
from intake import finding
from intake.finding import Question
from messaging import guarding, promo_pools
from messaging.models import DomainCheck, Sender
from stores.middleware import zone
from stores.models import ConnectionKind, Credential, Store
from stores.models.buyers_data import DataExport
from stores.models.subscriptions import Subscription, SubscriptionState
from templates_app.models import Audit, ExperimentStore

USUAL_ORDERS: Final = 5.0
LAG_WARN, LAG_BAD = 60, 600  # seconds that a webhook waits to be handled
ENOUGH: Final = 100  # mails of a week, before a share of them says anything
# Hundredths of a per cent. Google and Yahoo ask for less than 0.1 % of complaints, and act at
# 0.3 %; of mail that comes back, 2 % is where services begin to look and 5 % where they stop it.
BOUNCED_WARN, BOUNCED_BAD = 200, 500
COMPLAINED_WARN, COMPLAINED_BAD = 10, 30
FUSED: Final = timedelta(days=1)  # that long an automation that stopped itself is told
EXPORT_BAD: Final = timedelta(days=7)  # before a buyer's copy is due by law
_BAD, _WARN = Severity.BAD, Severity.WARN


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read for all stores together."""

    now: datetime
    left: dict[int, tuple[int, ...]]
    heard: dict[int, tuple[Any, ...]]
    days: dict[int, dict[date, tuple[int, ...]]]
    usual: dict[int, tuple[int, ...]]
    senders: dict[int, Sender]
    secretless: set[int]
    lost: set[int]  # their shops do not know our token any more
    dry_pools: Counter[int]
    twice: Counter[int]
    domains: Counter[int]
    audits: dict[int, tuple[int, date]]
    overdue: Counter[int]
    tests: Counter[int]
    exports: dict[int, tuple[int, datetime]]
    fused: Counter[int]
    missed: dict[int, Question]
    untold: Counter[int]


def read(stores: Sequence[Store], now: datetime) -> dict[int, Reading]:
    """What each of the stores is like now. Fifteen statements, however many they are.

    Counts stop at queries.MOST for each store, figures come from the roll-ups.
    """
    seen = _see(stores, now)
    return {store.pk: _reading(store, seen) for store in stores}


def _see(stores: Sequence[Store], now: datetime) -> _Seen:
    ids = [store.pk for store in stores]
    in_trouble = Sender.objects.filter(store_id__in=ids, is_active=True).exclude(trouble="")
    ill = Q(webhook_secret="", kind=ConnectionKind.PASTED) | Q(lost_at__isnull=False)
    connections = dict(
        Credential.objects.filter(ill, store_id__in=ids).values_list("store_id", "lost_at")
    )
    doubtful = DomainCheck.objects.to_look_at().filter(store_id__in=ids)
    audits = Audit.objects.filter(store_id__in=ids, closed_at=None).values("store_id")
    due = audits.annotate(n=Count("pk"), first=Min("due_on"))
    overdue = audits.filter(due_on__lt=now.date()).annotate(n=Count("pk"))
    tests = ExperimentStore.objects.filter(store_id__in=ids, is_active=True)
    return _Seen(
        now=now,
        left=queries.left(stores),
        heard=queries.heard(stores, now),
        days=queries.by_day(stores, [str(zone(store.timezone)) for store in stores], now),
        usual=queries.orders_like_usual(stores, now),
        senders={sender.store_id: sender for sender in in_trouble.order_by("-pk")},
        secretless={pk for pk, lost_at in connections.items() if lost_at is None},
        lost={pk for pk, lost_at in connections.items() if lost_at is not None},
        dry_pools=promo_pools.found_empty(),
        twice=guarding.twice_counts(),
        domains=Counter(doubtful.values_list("store_id", flat=True)),
        audits={row["store_id"]: (row["n"], row["first"]) for row in due},
        overdue=Counter({row["store_id"]: row["n"] for row in overdue}),
        tests=Counter(tests.values_list("store_id", flat=True)),
        exports=_exports(ids),
        untold=_untold(ids),
        fused=_fused(stores, now),
        missed=finding.questions(store_ids=ids),
    )


def _exports(ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """Copies that buyers asked for and nobody handed over: how many, and the first one due."""
    rows = DataExport.objects.filter(
        store_id__in=ids, taken_at=None, state__in=["WAITING", "READY", "FAILED"]
    )
    counted = rows.values("store_id").annotate(n=Count("pk"), first=Min("due_at"))
    return {row["store_id"]: (row["n"], row["first"]) for row in counted}


def _untold(ids: Sequence[int]) -> Counter[int]:
    """Sorts of news that Shopify does not tell of a store, though they are wanted."""
    rows = Subscription.objects.filter(store_id__in=ids)
    rows = rows.exclude(state=SubscriptionState.PRESENT)
    return Counter(rows.values_list("store_id", flat=True))


def _fused(stores: Sequence[Store], now: datetime) -> Counter[int]:
    """Automations that stopped themselves of late; an agency's stand still in all its stores."""
    agencies = {store.agency_id for store in stores}
    rows = Rule.objects.on().filter(agency_id__in=agencies, fused_at__gt=now - FUSED)
    places = list(rows.values_list("agency_id", "store_id"))
    return Counter(
        store.pk
        for store in stores
        for agency_id, store_id in places
        if agency_id == store.agency_id and store_id in (None, store.pk)
    )


def _reading(store: Store, seen: _Seen) -> Reading:
    figures = _figures(store, seen)
    signs = (*_connection(store, seen), *_mail(store, seen), *_work(store, seen))
    signs += (*_shares(figures), *_flow(store, seen, figures))
    if store.state == Store.State.UNINSTALLED:  # all else follows from it
        signs = tuple(sign for sign in signs if sign.kind == Kind.DISCONNECTED)
    return Reading(figures, signs)


def _figures(store: Store, seen: _Seen) -> Figures:
    today = seen.now.astimezone(zone(store.timezone)).date()
    of_day = seen.days.get(store.pk, {})
    nothing = (0,) * 6
    span = [today - timedelta(days=back) for back in range(queries.DAYS - 1, -1, -1)]
    days = [of_day.get(day, nothing) for day in span]
    sent, orders, failed, *_ = days[-1]
    week = [sum(column) for column in zip(*days[-7:], strict=True)]
    heard_at, took, waits = seen.heard.get(store.pk, (None, None, None))
    lags = [float(lag) for lag in (took, waits) if lag is not None]
    _open, first_due = seen.audits.get(store.pk, (0, None))
    left = seen.left.get(store.pk, (0,) * 6)
    return Figures(
        heard_at=heard_at,
        lag_seconds=max(int(max(lags)), 0) if lags else None,
        sent_count=sent,
        orders_count=orders,
        failed_count=failed,
        week_sent_count=week[0],
        bounced_bp=_share(week[4], week[0]),
        complained_bp=_share(week[5], week[0]),
        twice_count=seen.twice[store.pk],
        domains_count=seen.domains[store.pk],
        tests_count=seen.tests[store.pk],
        parcels_count=left[4],
        audit_days=(first_due - today).days if first_due else None,
        days=tuple(day[0] for day in days),
    )


def _share(part: int, whole: int) -> int | None:
    return round(10_000 * part / whole) if whole >= ENOUGH else None


def _connection(store: Store, seen: _Seen) -> Iterator[Sign]:
    if store.state == Store.State.UNINSTALLED:
        yield Sign(Kind.DISCONNECTED, _BAD)
    if store.pk in seen.lost:
        yield Sign(Kind.CONNECTION, _BAD)
    if store.pk in seen.secretless:
        yield Sign(Kind.NO_SECRET, _BAD)
    if untold := seen.untold[store.pk]:
        yield Sign(Kind.SUBSCRIPTIONS, _BAD, untold)
    if store.tracking_domain_lost_at is not None:
        yield Sign(Kind.LINKS, _BAD)
    if store.state == Store.State.PAUSED:
        yield Sign(Kind.PAUSED, _WARN)


def _mail(store: Store, seen: _Seen) -> Iterator[Sign]:
    sender = seen.senders.get(store.pk)
    if sender is not None:
        since = sender.trouble_since.isoformat() if sender.trouble_since else ""
        about = {
            "sender_id": sender.pk,
            "trouble": sender.trouble,
            "detail": sender.trouble_detail[:120],
            "since": since,
        }
        yield Sign(Kind.SENDER, _BAD, 1, about)
    if twice := seen.twice[store.pk]:
        yield Sign(Kind.TWICE, _BAD, twice)
    if domains := seen.domains[store.pk]:
        yield Sign(Kind.DOMAIN, _WARN, domains)
    if pools := seen.dry_pools[store.pk]:
        yield Sign(Kind.CODES, _WARN, pools)
    if fused := seen.fused[store.pk]:
        yield Sign(Kind.RULES, _WARN, fused)
    asked, due_at = seen.exports.get(store.pk, (0, seen.now))
    if asked:
        yield Sign(Kind.EXPORTS, _BAD if due_at <= seen.now + EXPORT_BAD else _WARN, asked)
    if audits := seen.overdue[store.pk]:
        yield Sign(Kind.AUDITS, _WARN, audits)


def _work(store: Store, seen: _Seen) -> Iterator[Sign]:
    """What waits for a person."""
    failed, unknown, held, addresses, alarms, aside = seen.left.get(store.pk, (0,) * 6)
    kinds = (
        (Kind.FAILED, _BAD, failed),
        (Kind.MISSED, _BAD, seen.missed[store.pk].count if store.pk in seen.missed else 0),
        (Kind.UNKNOWN, _WARN, unknown),
        (Kind.HELD, _WARN, held),
        (Kind.ADDRESSES, _WARN, addresses),
        (Kind.PARCELS, _WARN, alarms),
        (Kind.ASIDE, _WARN, aside),
    )
    return (Sign(kind, how_soon, count) for kind, how_soon, count in kinds if count)


def _shares(figures: Figures) -> Iterator[Sign]:
    shares = (
        (Kind.BOUNCES, figures.bounced_bp, BOUNCED_WARN, BOUNCED_BAD),
        (Kind.COMPLAINTS, figures.complained_bp, COMPLAINED_WARN, COMPLAINED_BAD),
    )
    for kind, share, warn, bad in shares:
        if share is not None and share >= warn:
            yield Sign(kind, _BAD if share >= bad else _WARN, 0, {"share_bp": share})


def _flow(store: Store, seen: _Seen, figures: Figures) -> Iterator[Sign]:
    """Whether what comes in comes in as usual."""
    _heard, _took, waits = seen.heard.get(store.pk, (None, None, None))
    if waits is not None and waits >= LAG_WARN:
        how_soon = _BAD if waits >= LAG_BAD else _WARN
        yield Sign(Kind.LAG, how_soon, 0, {"seconds": int(waits)})
    if store.state != Store.State.PAUSED and (silence := _silence(seen.usual.get(store.pk))):
        yield Sign(Kind.SILENT, _BAD, 0, silence)


def _silence(counted: tuple[int, ...] | None) -> dict[str, Any] | None:
    """See Note [Silence]."""
    if counted is None or not counted[0]:
        return None
    weeks, *pairs = counted
    for place, hours in enumerate(queries.WINDOWS):
        came, usual = pairs[2 * place], pairs[2 * place + 1] / weeks
        if not came and usual >= USUAL_ORDERS:
            return {"hours": hours, "usual": round(usual)}
    return None
