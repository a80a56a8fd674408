"""The weekly mail to who has audits to do: plain words and links, in their language.

# Note [Once a week, at most]
The row of (agency, person, week) is written before the mail server is spoken to, and marked just
before. A server that refuses is asked again the next day; a crash between the two is not repaired,
since a reminder too few is better than one too many. Without NOTIFYHUB_STAFF_EMAIL_URL nothing
leaves: the rows stand on the page of audits.
"""

import smtplib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stores.models import Agency, Membership, User
from stores.roles import Role, Verb
from templates_app import catalogue
from templates_app.audit_opening import today_of
from templates_app.models import Audit, AuditReminder

LISTED: Final = 20
TROUBLE_CHARACTERS: Final = 300


@dataclass(slots=True)
class _Pile:
    """What one person is to look at."""

    user: User
    audits: list[Audit] = field(default_factory=list)


def remind_auditors(*, agency: Agency, now: datetime) -> int:
    """Write this week's reminders, and send those that wait; how many left."""
    today = today_of(agency, now)
    week_on = today - timedelta(days=today.weekday())
    _write(agency, week_on, today, now)
    waiting = AuditReminder.objects.filter(agency=agency, week_on=week_on, sent_at=None)
    if not settings.NOTIFYHUB_STAFF_EMAIL_URL:
        return 0
    return sum(_send(reminder, now) for reminder in waiting.select_related("user"))


def _write(agency: Agency, week_on: date, today: date, now: datetime) -> None:
    until = week_on + timedelta(days=6)
    rows = Audit.objects.filter(agency=agency, closed_at=None, due_on__lte=until)
    audits = list(rows.select_related("store").order_by("due_on", "-worst", "pk"))
    if not audits:
        return
    members = list(Membership.objects.filter(agency=agency).select_related("user"))
    this_week = AuditReminder.objects.filter(agency=agency, week_on=week_on)
    reminded = set(this_week.values_list("user_id", flat=True))
    AuditReminder.objects.bulk_create(
        [
            _reminder(agency, pile, week_on, today, now)
            for pile in _piles(members, audits)
            if pile.user.pk not in reminded and pile.user.is_active
        ],
        ignore_conflicts=True,
    )


def _piles(members: Iterable[Membership], audits: Iterable[Audit]) -> list[_Pile]:
    """Each audit to its owner; those of nobody, or of somebody who left, to the agency's owners."""
    piles: dict[int, _Pile] = {}
    able = {one.user_id: one for one in members if Verb.EDIT_TEMPLATES in one.verbs}
    owners = [one for one in able.values() if one.role == Role.OWNER]
    by_member: dict[int, list[Audit]] = defaultdict(list)
    for audit in audits:
        mine = able.get(audit.owner_id) if audit.owner_id else None
        whose = [mine] if mine and _sees(mine, audit) else owners
        for member in whose:
            if _sees(member, audit):
                by_member[member.user_id].append(audit)
    for user_id, found in by_member.items():
        piles[user_id] = _Pile(able[user_id].user, found)
    return list(piles.values())


def _sees(member: Membership, audit: Audit) -> bool:
    is_shared = audit.store_id is None or member.has_all_stores
    return is_shared or audit.store_id in member.store_ids


def _reminder(
    agency: Agency, pile: _Pile, week_on: date, today: date, now: datetime
) -> AuditReminder:
    with translation.override(pile.user.language or agency.locale):
        count = len(pile.audits)
        said = ngettext("%(n)s mail is due this week", "%(n)s mails are due this week", count)
        return AuditReminder(
            agency=agency,
            user=pile.user,
            week_on=week_on,
            subject=f"{agency.name}: {said % {'n': count}}"[:200].replace("\n", " "),
            text=_text(pile, said % {"n": count}, today),
            due_count=count,
            created_at=now,
        )


def _text(pile: _Pile, said: str, today: date) -> str:
    greeting = _("Hello %(name)s,") % {"name": pile.user.get_short_name()}
    why = _("%(said)s. Look at each, then sign it off:") % {"said": said}
    lines = [_line(audit, today) for audit in pile.audits[:LISTED]]
    rest = len(pile.audits) - LISTED
    if rest > 0:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest})
    page = f"{settings.NOTIFYHUB_BASE_URL}/admin/audits/"
    return "\n".join([greeting, "", why, "", *lines, "", page, ""])


def _line(audit: Audit, today: date) -> str:
    store = audit.store.name if audit.store else _("All stores of the agency")
    words = catalogue.kind_words(audit.kind)
    name = words.name if words else audit.kind
    day = formats.date_format(audit.due_on, "DATE_FORMAT")
    when = _("overdue since %(day)s") if audit.due_on < today else _("due %(day)s")
    where = f"{settings.NOTIFYHUB_BASE_URL}/admin/audits/{audit.pk}/"
    return f"- {store}: {name}, {when % {'day': day}}\n  {where}"


def _send(reminder: AuditReminder, now: datetime) -> bool:
    """See Note [Once a week, at most]."""
    claim = AuditReminder.objects.filter(pk=reminder.pk, sent_at=None)
    if not claim.update(sent_at=now, trouble=""):
        return False
    mail = EmailMessage(
        subject=reminder.subject,
        body=reminder.text,
        from_email=settings.NOTIFYHUB_STAFF_EMAIL_FROM,
        to=[reminder.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        trouble = str(error)[:TROUBLE_CHARACTERS]
        AuditReminder.objects.filter(pk=reminder.pk).update(sent_at=None, trouble=trouble)
        return False
    return True
