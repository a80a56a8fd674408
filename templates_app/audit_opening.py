"""Which mails are to be audited: by the calendar, after a brand changed, or since somebody asks.

# Note [One open audit a mail]
A mail is the agency's of a kind, or what one store sends of it. The database keeps it to one open
audit, so opening may be repeated, and half of it may have happened before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Least
from django.utils import timezone

from stores.middleware import zone
from stores.models import Agency, Membership, Store
from templates_app.models import Audit, AuditRhythm, Brand, Revision, Template

Every = AuditRhythm.Every
DAYS: Final = {Every.QUARTER: 91, Every.HALF_YEAR: 182, Every.YEAR: 365}
DEFAULT: Final = Every.HALF_YEAR
AHEAD: Final = timedelta(days=14)  # so long before it is due an audit stands on the list
A_WEEK: Final = timedelta(days=7)
AT_ONCE: Final = 1_000

Mail = tuple[int | None, str]  # whose (None: the agency's), and of which kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A mail to be audited."""

    template: Template
    store_id: int | None
    due_on: date
    cause: Audit.Cause
    about: str = ""


def today_of(agency: Agency, now: datetime) -> date:
    """The day in the agency's own time zone."""
    return timezone.localdate(now, zone(agency.timezone))


def open_by_calendar(*, agency: Agency, now: datetime) -> int:
    """Audits for templates whose rhythm has come round; how many. Six queries, one insert."""
    today = today_of(agency, now)
    rhythms = rhythms_of(agency.pk)
    signed_off = _last_signed_off(agency.pk)
    due = []
    for template in Template.objects.filter(agency=agency):
        mail = (template.store_id, template.kind)
        every = rhythm_in(rhythms, mail)
        if every == Every.NEVER:
            continue
        since = max(signed_off.get(mail, template.created_at), template.created_at)
        due_on = timezone.localdate(since, zone(agency.timezone)) + timedelta(days=DAYS[every])
        if due_on <= today + AHEAD:
            due.append(
                Due(
                    template=template,
                    store_id=template.store_id,
                    due_on=due_on,
                    cause=Audit.Cause.CALENDAR,
                )
            )
    return _open(agency, due, now)


@transaction.atomic
def open_for_changed_brands(*, agency: Agency, now: datetime) -> int:
    """Audits for every mail that shows what changed in a brand; how many are new.

    A store's brand: that store's mails. The agency's: the agency's, and those of each store that
    inherits a field that changed. An audit that is open already becomes due within the week.
    """
    changed = Brand.objects.filter(agency=agency).exclude(to_audit=[])
    brands = list(changed.select_for_update(of=("self",)))
    if not brands:
        return 0
    templates = list(Template.objects.filter(agency=agency))
    due_on = today_of(agency, now) + A_WEEK
    due: dict[Mail, Due] = {}
    for brand in brands:
        for store_id in _wearers(brand):
            for template in _templates_of(store_id, templates):
                due[store_id, template.kind] = Due(
                    template=template,
                    store_id=store_id,
                    due_on=due_on,
                    cause=Audit.Cause.BRAND,
                    about=", ".join(brand.to_audit)[:200],
                )
    _hasten(agency, due.values(), due_on)
    opened = _open(agency, due.values(), now)
    Brand.objects.filter(pk__in=[brand.pk for brand in brands]).update(to_audit=[])
    return opened


def open_audit(
    *, template: Template, cause: Audit.Cause, now: datetime, due_on: date | None = None
) -> Audit:
    """The open audit of this template's mail; a new one, due in a week, where there is none."""
    agency = template.agency
    wanted = Due(
        template=template,
        store_id=template.store_id,
        due_on=due_on or today_of(agency, now) + A_WEEK,
        cause=cause,
    )
    _open(agency, [wanted], now)
    open_ones = Audit.objects.filter(agency=agency, kind=template.kind, closed_at=None)
    return open_ones.get(store=template.store)


def rhythms_of(agency_id: int) -> dict[Mail, Every]:
    """Every rhythm that somebody chose; `(None, "")` is the agency's default. One query."""
    rows = AuditRhythm.objects.filter(agency_id=agency_id)
    return {
        (store_id, kind): Every(every)
        for store_id, kind, every in rows.values_list("store_id", "kind", "every")
    }


def rhythm_in(rhythms: dict[Mail, Every], mail: Mail) -> Every:
    """A store's own choice, else the agency's for the kind, else its default, else half-yearly."""
    for key in (mail, (None, mail[1]), (None, "")):
        if key in rhythms:
            return rhythms[key]
    return DEFAULT


def _wearers(brand: Brand) -> list[int | None]:
    """Whose mails show what changed: stores by id, None for the agency's."""
    if brand.store_id is not None:
        return [brand.store_id]
    own = {row.store_id: row for row in Brand.objects.filter(agency_id=brand.agency_id)}
    wearers: list[int | None] = [None]
    for store_id in Store.objects.filter(agency_id=brand.agency_id).values_list("pk", flat=True):
        of_store = own.get(store_id)
        is_inheriting = of_store is None or any(
            getattr(of_store, name) in ("", None, {}) for name in brand.to_audit
        )
        if is_inheriting:
            wearers.append(store_id)
    return wearers


def _templates_of(store_id: int | None, templates: Iterable[Template]) -> list[Template]:
    """What is sent: a store's own template of a kind, else the agency's."""
    sent = {one.kind: one for one in templates if one.store_id is None}
    if store_id is not None:
        sent |= {one.kind: one for one in templates if one.store_id == store_id}
    return list(sent.values())


def _hasten(agency: Agency, due: Iterable[Due], due_on: date) -> None:
    """Let open audits say that the brand changed, and be due within the week."""
    rows = list(due)
    if not rows:
        return
    of_agency = Q(store=None) if any(one.store_id is None for one in rows) else Q(pk=None)
    stores = {one.store_id for one in rows if one.store_id is not None}
    Audit.objects.filter(
        of_agency | Q(store_id__in=stores),
        agency=agency,
        closed_at=None,
        kind__in={one.template.kind for one in rows},
    ).update(
        cause=Audit.Cause.BRAND,
        about=rows[0].about,
        due_on=Least("due_on", due_on),
        checked_at=None,
    )


def _open(agency: Agency, due: Iterable[Due], now: datetime) -> int:
    """See Note [One open audit a mail]."""
    wanted = list(due)
    if not wanted:
        return 0
    is_open = set(
        Audit.objects.filter(agency=agency, closed_at=None).values_list("store_id", "kind")
    )
    new = [one for one in wanted if (one.store_id, one.template.kind) not in is_open]
    owners = _owners(agency, new)
    rows = [
        Audit(
            agency=agency,
            store_id=one.store_id,
            template=one.template,
            kind=one.template.kind,
            cause=one.cause,
            about=one.about,
            opened_at=now,
            due_on=one.due_on,
            owner_id=owners.get((one.template.store_id, one.template.kind)),
        )
        for one in new
    ]
    Audit.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)


def _owners(agency: Agency, due: Iterable[Due]) -> dict[Mail, int]:
    """Who published each template last, where that is one member today. Two queries."""
    kinds = {one.template.kind for one in due}
    if not kinds:
        return {}
    members = Membership.objects.filter(agency=agency).select_related("user")
    people = [member.user for member in members]
    named = Counter(user.get_full_name() for user in people)
    by_name = {user.get_full_name(): user.pk for user in people if named[user.get_full_name()] == 1}
    last = (
        Revision.objects.filter(agency=agency, kind__in=kinds)
        .order_by("store_id", "kind", "-number")
        .distinct("store_id", "kind")
    )
    return {
        (store_id, kind): by_name[name]
        for store_id, kind, name in last.values_list("store_id", "kind", "created_by")
        if name in by_name
    }


def _last_signed_off(agency_id: int) -> dict[Mail, datetime]:
    """When each mail was last signed off. One query."""
    rows = Audit.objects.filter(agency_id=agency_id, closed_at__isnull=False)
    grouped = rows.values("store_id", "kind").annotate(last=Max("closed_at"))
    return {(row["store_id"], row["kind"]): row["last"] for row in grouped}
