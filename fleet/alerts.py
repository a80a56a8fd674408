"""Who is told of what is found: the rules, and a row for each thing to be told.

# Note [Told once]
A finding that begins gives each rule that it concerns one row, and one more when it is over; the
rows are made in the transaction that keeps the finding, so none is lost, and (rule, finding,
moment) is unique, so none is repeated while the trouble stands. What is over before anybody was
told of it is not told at all, and neither is its end: rows that wait are dropped. The word that it
is over waits PATIENCE, in case it goes on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from fleet.hours import after_quiet, next_digest
from fleet.kinds import FindingKind, Severity
from fleet.models import Alert, AlertRule, AlertState, Finding, Moment, Rhythm
from stores.middleware import zone
from stores.models import Membership, Store, User

PATIENCE: Final = timedelta(minutes=15)
MOST_RULES: Final = 100


class NobodyToTell(DomainError):
    """The rule names nobody of the agency, or both a person and a mailbox."""

    code = "nobody-to-tell"


class OddAlert(DomainError):
    """What the rule says cannot be."""

    code = "odd-alert"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told."""

    user: User | None = None
    address: str = ""
    store: Store | None = None
    least_severity: int = Severity.BAD
    kinds: tuple[str, ...] = ()
    rhythm: str = Rhythm.AT_ONCE
    digest_hour: int = 8
    quiet: tuple[int, int] = (0, 0)  # from and until which hour; both the same: never
    timezone: str = "UTC"
    tells_end: bool = True
    is_active: bool = True


@transaction.atomic
def add_alert(*, agency_id: int, wish: Wish, actor: str, now: datetime) -> AlertRule:
    """Tell somebody of what is found from now on. Raises NobodyToTell or OddAlert."""
    _check(agency_id, wish)
    if AlertRule.objects.filter(agency_id=agency_id).count() >= MOST_RULES:
        raise OddAlert(
            gettext("An agency has %(n)s alerts at most: remove one first.") % {"n": MOST_RULES}
        )
    return AlertRule.objects.create(
        agency_id=agency_id, actor=actor[:254], changed_at=now, **_columns(wish)
    )


@transaction.atomic
def change_alert(*, rule: AlertRule, wish: Wish, actor: str, now: datetime) -> AlertRule:
    """Let it say something else, of what begins from now on; what waits goes as it was made."""
    _check(rule.agency_id, wish)
    wanted = _columns(wish)
    others = AlertRule.objects.filter(pk=rule.pk).exclude(**wanted)
    if others.update(actor=actor[:254], changed_at=now, **wanted):
        rule.refresh_from_db()
    return rule


def remove_alert(*, rule: AlertRule) -> bool:
    """Tell nobody by it any more, not even what waits. False if it is gone."""
    return bool(AlertRule.objects.filter(pk=rule.pk).delete()[0])


def write_alerts(*, began: Sequence[Finding], ended: Sequence[Finding], now: datetime) -> int:
    """A row for each rule and thing to be told, within the caller's transaction; how many.

    See Note [Told once]. Five statements at most.
    """
    if not began and not ended:
        return 0
    rows = [*_beginnings(began, now), *_ends(ended, now)]
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def take_back_ends(again: Sequence[Finding]) -> None:
    """What was thought to be over goes on: whoever was not told so yet is not told at all."""
    if again:
        Alert.objects.waiting().filter(finding__in=again, moment=Moment.OVER).delete()


def _beginnings(began: Sequence[Finding], now: datetime) -> list[Alert]:
    agencies = {found.store.agency_id for found in began}
    if not agencies:
        return []
    rules = AlertRule.objects.filter(agency_id__in=agencies, is_active=True)
    by_agency: dict[int, list[AlertRule]] = {}
    for rule in rules.order_by("id"):
        by_agency.setdefault(rule.agency_id, []).append(rule)
    seeing = _seeing(rules)
    return [
        _alert(rule, found, Moment.BEGAN, now)
        for found in began
        for rule in by_agency.get(found.store.agency_id, [])
        if _concerns(rule, found, seeing)
    ]


def _ends(ended: Sequence[Finding], now: datetime) -> list[Alert]:
    """For whom its beginning was told, the end; what still waits is dropped."""
    if not ended:
        return []
    told = Alert.objects.filter(finding__in=ended, moment=Moment.BEGAN)
    told.waiting().filter(claimed_until=None).update(state=AlertState.DROPPED, settled_at=now)
    by_id = {found.pk: found for found in ended}
    of_rules = told.filter(rule__tells_end=True).exclude(state=AlertState.DROPPED)
    return [
        _alert(row.rule, by_id[row.finding_id], Moment.OVER, now + PATIENCE, created_at=now)
        for row in of_rules.select_related("rule")
    ]


def _alert(
    rule: AlertRule,
    found: Finding,
    moment: Moment,
    at: datetime,
    created_at: datetime | None = None,
) -> Alert:
    return Alert(
        agency_id=rule.agency_id,
        rule=rule,
        finding=found,
        moment=moment,
        due_at=due_at(rule, at),
        created_at=created_at or at,
    )


def due_at(rule: AlertRule, at: datetime) -> datetime:
    """When what happens then is told by the rule."""
    where = zone(rule.timezone)
    if rule.rhythm == Rhythm.DIGEST:
        return next_digest(at, rule.digest_hour, where)
    return after_quiet(at, rule.quiet_from, rule.quiet_until, where)


def _concerns(rule: AlertRule, found: Finding, seeing: dict[tuple[int, int], Membership]) -> bool:
    if found.severity < rule.least_severity or (rule.kinds and found.kind not in rule.kinds):
        return False
    if rule.store_id not in (None, found.store_id):
        return False
    if rule.user_id is None:
        return True
    member = seeing.get((rule.agency_id, rule.user_id))
    return member is not None and sees(member, found.store_id)


def sees(member: Membership, store_id: int) -> bool:
    return member.has_all_stores or store_id in member.store_ids


def _seeing(rules: Iterable[AlertRule]) -> dict[tuple[int, int], Membership]:
    """Which stores each person of the rules sees, if they are still of the agency. One query."""
    users = {rule.user_id for rule in rules if rule.user_id}
    members = Membership.objects.filter(user_id__in=users, user__is_active=True)
    return {(row.agency_id, row.user_id): row for row in members.select_related("user")}


def _check(agency_id: int, wish: Wish) -> None:
    if (wish.user is None) == (not wish.address):
        raise NobodyToTell(gettext("Name a person, or else a mailbox."))
    if wish.user is not None:
        members = Membership.objects.filter(agency_id=agency_id, user=wish.user)
        member = members.first()
        if member is None or (wish.store is not None and not sees(member, wish.store.pk)):
            raise NobodyToTell(gettext("This person does not see the store."))
    else:
        _check_address(wish.address)
    if any(kind not in FindingKind for kind in wish.kinds):
        raise OddAlert(gettext("There is no finding of this kind."))
    if zone(wish.timezone).key != wish.timezone:
        raise OddAlert(
            gettext("“%(zone)s” is no time zone: write one such as Europe/Oslo.")
            % {"zone": wish.timezone}
        )


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise NobodyToTell(gettext("This is no e-mail address.")) from None


def wish_of(rule: AlertRule) -> Wish:
    """What it says now."""
    return Wish(
        user=rule.user,
        address=rule.address,
        store=rule.store,
        least_severity=rule.least_severity,
        kinds=tuple(rule.kinds),
        rhythm=rule.rhythm,
        digest_hour=rule.digest_hour,
        quiet=(rule.quiet_from, rule.quiet_until),
        timezone=rule.timezone,
        tells_end=rule.tells_end,
        is_active=rule.is_active,
    )


def _columns(wish: Wish) -> dict[str, object]:
    return {
        "user": wish.user,
        "address": wish.address,
        "store": wish.store,
        "least_severity": int(wish.least_severity),
        "kinds": list(dict.fromkeys(wish.kinds)),
        "rhythm": wish.rhythm,
        "digest_hour": wish.digest_hour,
        "quiet_from": wish.quiet[0],
        "quiet_until": wish.quiet[1],
        "timezone": wish.timezone,
        "tells_end": wish.tells_end,
        "is_active": wish.is_active,
    }
