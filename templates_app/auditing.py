"""What people do with audits: look, sign off, put off, hand on. Opening is in audit_opening.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.models import Agency, Membership, Store, User
from templates_app import audit_opening
from templates_app.audit_checks import checklist_of, worst_of
from templates_app.audit_facts import facts_of
from templates_app.models import Audit, AuditEntry, AuditRhythm, Template

CHECKED_FOR: Final = timedelta(days=1)
LONGEST_WAIT: Final = timedelta(days=366)
NOTE_CHARACTERS: Final = 1_000
MOST_AT_ONCE: Final = 200

Deed = AuditEntry.Deed


class AuditRefused(DomainError):
    """It cannot be decided so; the words say what is missing."""

    code = "audit-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSearch:
    """Which of the open audits: of those stores and the agency, or of one store alone."""

    agency_id: int
    store_id: int | None = None
    kind: str = ""
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """How often a template is to be audited ("": as the agency); without one, the agency's."""

    template: Template | None
    every: str

    @property
    def mail(self) -> tuple[int | None, str]:
        return (self.template.store_id, self.template.kind) if self.template else (None, "")


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to audit."""

    overdue: int
    this_week: int  # the overdue among them
    open: int


def open_audits(*, agency: Agency, now: datetime) -> int:
    """All that is to be audited now, by calendar and by brand; how many are new."""
    by_brand = audit_opening.open_for_changed_brands(agency=agency, now=now)
    return by_brand + audit_opening.open_by_calendar(agency=agency, now=now)


def due(search: AuditSearch, *, after: Any = None, limit: int = 50) -> list[Audit]:
    """Open audits, the longest overdue first, the worst of a day first. One query."""
    rows = _searched(search)
    if after is not None:
        due_on, worst, pk = after
        on = date.fromisoformat(due_on) if isinstance(due_on, str) else due_on
        rows = rows.filter(due_on__gte=on).filter(
            Q(due_on__gt=on) | Q(worst__lt=worst) | Q(worst=worst, pk__gt=pk)
        )
    shown = rows.select_related("store", "owner", "template").order_by("due_on", "-worst", "pk")
    return list(shown[:limit])


def load(agency: Agency, now: datetime) -> Load:
    """Counts over all that the scope sees. One query."""
    today = audit_opening.today_of(agency, now)
    week = today + audit_opening.A_WEEK
    counts = _searched(AuditSearch(agency_id=agency.pk)).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        this_week=Count("pk", filter=Q(due_on__lte=week)),
        open=Count("pk"),
    )
    return Load(**counts)


def due_by_kind(*, agency_id: int, store: Store | None, today: date) -> dict[str, Audit]:
    """Open audits due today or overdue, of the agency's mails or one store's. One query."""
    rows = Audit.objects.filter(agency_id=agency_id, store=store, closed_at=None)
    return {audit.kind: audit for audit in rows.filter(due_on__lte=today).defer("checklist")}


def fill_checklists(*, now: datetime, limit: int = 300) -> int:
    """Look anew at open audits that nobody looked at for a day; how many."""
    stale = Q(checked_at=None) | Q(checked_at__lt=now - CHECKED_FOR)
    rows = Audit.objects.filter(stale, closed_at=None).select_related("agency", "template")
    waiting = list(rows.order_by(F("checked_at").asc(nulls_first=True), "pk")[:limit])
    for agency in {audit.agency for audit in waiting}:
        look_at([audit for audit in waiting if audit.agency_id == agency.pk], now=now)
    return len(waiting)


def look_at(audits: Sequence[Audit], *, now: datetime) -> None:
    """Fill the checklists of audits of one agency, and keep them. One update beside the facts."""
    if not audits:
        return
    facts = facts_of(audits[0].agency, audits)
    for audit in audits:
        items = checklist_of(facts[audit.pk], now)
        audit.checklist = [item.as_json() for item in items]
        audit.worst, audit.checked_at = worst_of(items), now
    Audit.objects.bulk_update(audits, ["checklist", "worst", "checked_at"], batch_size=200)


@transaction.atomic
def sign_off(*, audits: Iterable[Audit], actor: str, note: str, now: datetime) -> int:
    """Close the audits as they stand, for ever on record; how many were open.

    What must be mended may be signed off too, but not without a note.
    """
    keys = [audit.pk for audit in audits]
    if len(keys) > MOST_AT_ONCE:
        raise AuditRefused(_("At most %d at once.") % MOST_AT_ONCE)
    rows = _locked(keys)
    look_at(rows, now=now)
    said = _tidy(note)
    if not said and any(row.worst == Audit.Worst.BAD for row in rows):
        raise AuditRefused(_("Something in it should be mended. Say why it is signed off so."))
    for row in rows:
        _enter(row, Deed.SIGNED_OFF, actor=actor, now=now, note=said, checklist=row.checklist)
        row.closed_at = now
    Audit.objects.bulk_update(rows, ["closed_at"])
    return len(rows)


@transaction.atomic
def postpone(*, audit: Audit, until: date, actor: str, note: str, now: datetime) -> bool:
    """Not now, but on that day; the reason is kept. False where it is closed already."""
    said = _tidy(note)
    today = audit_opening.today_of(audit.agency, now)
    if not said:
        raise AuditRefused(_("Say why it waits."))
    if not today < until <= today + LONGEST_WAIT:
        raise AuditRefused(_("Choose a day to come, within a year."))
    rows = _locked([audit.pk])
    for row in rows:
        _enter(row, Deed.POSTPONED, actor=actor, now=now, note=said, until=until)
        row.due_on = until
        row.save(update_fields=["due_on"])
    return bool(rows)


@transaction.atomic
def give(*, audit: Audit, user_id: int | None, actor: str, now: datetime) -> User | None:
    """Let that member look; None: the agency's owners. Returns who it is now."""
    user = None
    if user_id is not None:
        members = Membership.objects.filter(agency_id=audit.agency_id, user_id=user_id)
        member = members.select_related("user").first()
        if member is None:
            raise AuditRefused(_("That person does not work in this agency."))
        user = member.user
    for row in _locked([audit.pk]):
        _enter(row, Deed.GIVEN, actor=actor, now=now, note=user.get_full_name() if user else "")
        row.owner = user
        row.save(update_fields=["owner"])
    return user


@transaction.atomic
def set_rhythm(
    *, agency: Agency, store: Store | None, kind: str, every: str, actor: str, now: datetime
) -> AuditRhythm | None:
    """How often that mail is audited; without a kind the agency's default. None: as the default."""
    if every and every not in AuditRhythm.Every:
        raise AuditRefused(_("Choose one of those offered."))
    mine = AuditRhythm.objects.filter(agency=agency, store=store, kind=kind)
    if not every:
        mine.delete()
        return None
    row, _is_new = AuditRhythm.objects.update_or_create(
        agency=agency,
        store=store,
        kind=kind,
        defaults={"every": every, "changed_at": now, "changed_by": actor},
    )
    return row


@transaction.atomic
def set_rhythms(*, agency: Agency, wishes: Iterable[Wish], actor: str, now: datetime) -> int:
    """All of these or none of them; how many are other than before."""
    before: dict[Any, str] = {(None, ""): audit_opening.DEFAULT}
    before |= audit_opening.rhythms_of(agency.pk)
    changed = [wish for wish in wishes if wish.every != before.get(wish.mail, "")]
    for wish in changed:
        template = wish.template
        set_rhythm(
            agency=agency,
            store=template.store if template else None,
            kind=template.kind if template else "",
            every=wish.every,
            actor=actor,
            now=now,
        )
    return len(changed)


def _searched(search: AuditSearch) -> Any:
    rows = Audit.objects.filter(agency_id=search.agency_id, closed_at=None)
    if search.store_id is not None:
        rows = rows.filter(store_id=search.store_id)
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.due_before is not None:
        rows = rows.filter(due_on__lt=search.due_before)
    return rows


def _locked(keys: Sequence[int]) -> list[Audit]:
    """Those that are still open, in the order of their keys."""
    rows = Audit.objects.select_for_update(of=("self",)).filter(pk__in=keys, closed_at=None)
    return list(rows.select_related("agency", "template").order_by("pk"))


def _enter(audit: Audit, deed: AuditEntry.Deed, *, actor: str, now: datetime, **said: Any) -> None:
    AuditEntry.objects.create(
        agency_id=audit.agency_id,
        store_id=audit.store_id,
        audit=audit,
        deed=deed,
        actor=actor,
        at=now,
        **said,
    )


def _tidy(note: str) -> str:
    """One line that says something, or nothing."""
    printable = "".join(sign if sign.isprintable() else " " for sign in note)
    return " ".join(printable.split())[:NOTE_CHARACTERS]
