"""Figures by mail: asked for by members, written once for each week or month, sent once.

# Note [One report a period]
A period's report is a row before it is a mail: the database lets there be one. Who sends takes the
row by setting its time before the mail server is spoken to, so that two at once, or one that dies,
never send it twice; what may have left when a worker died is not sent again.
"""

import smtplib
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from analytics import figure_words
from analytics.figures import By, Period, Wanted, figures_by, total
from analytics.models import FigureMail, FigureReport, Rhythm
from common.errors import DomainError
from stores.models import Agency, Membership, Store, User
from stores.roles import Verb

TROUBLE_CHARACTERS: Final = 300
AT_ONCE: Final = 200
# A report that is later than this is left out: the next one is near.
LATEST: Final = timedelta(days=5)


class NobodyToReportTo(DomainError):
    """The person is no member, may not see figures, or not those of that store."""

    code = "nobody_to_report_to"


def ask_for_report(
    *,
    agency_id: int,
    user: User,
    store: Store | None,
    rhythm: Rhythm,
    actor: str,
    now: datetime,
) -> FigureReport:
    """Have that person get these figures so often; twice asked, once sent.

    Without a store: of all stores that they may see when it is written.
    """
    member = Membership.objects.filter(agency_id=agency_id, user=user).first()
    if member is None or not _may_read(member, store):
        raise NobodyToReportTo(_("That person works here and may see these figures, or gets none."))
    report, _is_new = FigureReport.objects.get_or_create(
        agency_id=agency_id,
        store=store,
        user=user,
        rhythm=rhythm,
        defaults={"created_at": now, "created_by": actor},
    )
    return report


def stop_report(*, report: FigureReport) -> None:
    """No more of them; what was mailed is forgotten with it."""
    report.delete()


def write_reports(*, agency: Agency, now: datetime) -> int:
    """The mails of each period that has ended and is not written yet; how many are new.

    In a scope of the agency and all its stores.
    """
    today = now.astimezone(_zone(agency.timezone)).date()
    reports = FigureReport.objects.filter(agency=agency).select_related("user", "store")
    periods = {rhythm: last_period(rhythm, today) for rhythm in Rhythm}
    written = set(
        FigureMail.objects.filter(
            agency=agency, since__in=[period.since for period in periods.values()]
        ).values_list("report_id", "since")
    )
    members = {
        member.user_id: member
        for member in Membership.objects.filter(agency=agency, user__is_active=True)
    }
    mails = []
    for report in reports.order_by("pk"):
        period, member = periods[Rhythm(report.rhythm)], members.get(report.user_id)
        is_due = period.until > report.created_at.date() and today - period.until < LATEST
        if not is_due or (report.pk, period.since) in written:
            continue
        if member is not None and _may_read(member, report.store):
            mails.append(_mail(agency, report, member, period, now))
    return len(FigureMail.objects.bulk_create(mails, ignore_conflicts=True))


def send_reports(*, agency: Agency, now: datetime) -> int:
    """Those that wait; how many left. Without NOTIFYHUB_STAFF_EMAIL_URL none does."""
    if not settings.NOTIFYHUB_STAFF_EMAIL_URL:
        return 0
    waiting = FigureMail.objects.filter(agency=agency, sent_at=None, created_at__gt=now - LATEST)
    rows = waiting.select_related("report__user").order_by("created_at", "pk")
    return sum(_send(mail, now) for mail in rows[:AT_ONCE])


def last_period(rhythm: Rhythm, today: date) -> Period:
    """The last whole week from Monday on, or month."""
    if rhythm == Rhythm.WEEKLY:
        monday = today - timedelta(days=today.weekday())
        return Period(monday - timedelta(days=7), monday)
    first = today.replace(day=1)
    return Period((first - timedelta(days=1)).replace(day=1), first)


def _may_read(member: Membership, store: Store | None) -> bool:
    if Verb.VIEW_FIGURES not in member.verbs:
        return False
    if store is None:
        return True
    is_theirs = member.has_all_stores or store.pk in member.store_ids
    return is_theirs and store.agency_id == member.agency_id


def _mail(
    agency: Agency, report: FigureReport, member: Membership, period: Period, now: datetime
) -> FigureMail:
    wanted = Wanted(_stores(agency, report, member), period, period.before())
    all_days = total(figures_by(By.DAY, wanted).values())
    language = report.user.language or agency.locale
    with translation.override(language):
        locale = report.store.locale if report.store else language
        whose = report.store.name if report.store else agency.name
        days = figure_words.in_words(period.since, period.last)
        context = {
            "hello": _("Hello %(name)s,") % {"name": report.user.get_short_name()},
            "whose": whose,
            "days": days,
            "verdict": figure_words.verdict(all_days.now, period.days),
            "rest": figure_words.looked_and_bought(all_days.now),
            "figures": figure_words.sums(all_days, locale, has_past=bool(all_days.before)),
            "page": _page(report, period),
            "language": language,
        }
        subject = _("%(whose)s: figures of %(days)s") % {"whose": whose, "days": days}
        text = render_to_string("analytics/report.txt", context)
        html = render_to_string("analytics/report.html", context)
    return FigureMail(
        agency=agency,
        report=report,
        since=period.since,
        until=period.until,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        created_at=now,
    )


def _stores(agency: Agency, report: FigureReport, member: Membership) -> frozenset[int]:
    if report.store_id:
        return frozenset({report.store_id})
    stores = Store.objects.filter(agency=agency)
    if not member.has_all_stores:
        stores = stores.filter(pk__in=member.store_ids)
    return frozenset(stores.values_list("pk", flat=True))


def _page(report: FigureReport, period: Period) -> str:
    asked = f"since={period.since}&until={period.last}"
    asked += f"&store={report.store_id}" if report.store_id else ""
    return f"{settings.NOTIFYHUB_BASE_URL}/admin/figures/?{asked}"


def _send(row: FigureMail, now: datetime) -> bool:
    """See Note [One report a period]."""
    claim = FigureMail.objects.filter(pk=row.pk, sent_at=None)
    if not claim.update(sent_at=now, trouble=""):
        return False
    mail = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=settings.NOTIFYHUB_STAFF_EMAIL_FROM,
        to=[row.report.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(row.html, "text/html")
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        trouble = str(error)[:TROUBLE_CHARACTERS]
        FigureMail.objects.filter(pk=row.pk).update(sent_at=None, trouble=trouble)
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
