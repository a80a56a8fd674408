"""Alerts as mails to people of the agency: all that is due to one reader in one mail.

# Note [At least once]
Rows are claimed for LEASE, the mail is handed over, and then they are settled. Who dies in between
leaves rows whose lease runs out, and the mail goes again with the same Message-ID: a reader hears
twice rather than never. What the mail server refuses waits a little longer each time.
"""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.killpoint import killpoint
from fleet import words
from fleet.kinds import Severity
from fleet.models import Alert, AlertState, Moment
from stores.models import Membership

LEASE: Final = timedelta(minutes=5)
AT_ONCE: Final = 100  # mails
IN_ONE: Final = 50  # alerts of one mail; the rest goes with the next
_WAITS: Final = (1, 5, 15, 60, 180)  # minutes after each refusal


def send_due(*, now: datetime) -> int:
    """Hand over what is due; how many mails left. Without NOTIFYHUB_STAFF_EMAIL_URL none does.

    Wants a scope of every store.
    """
    if not settings.NOTIFYHUB_STAFF_EMAIL_URL:
        return 0
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Alert.objects.waiting().filter(free, due_at__lte=now)
    rules = due.order_by("rule_id").values_list("rule_id", flat=True).distinct()[:AT_ONCE]
    return sum(_send(rule_id, now) for rule_id in list(rules))


def _send(rule_id: int, now: datetime) -> bool:
    alerts = _claim(rule_id, now)
    if not alerts:
        return False
    killpoint("fleet.alert_claimed")
    mail = _mail(alerts, now)
    mine = Alert.objects.filter(pk__in=[alert.pk for alert in alerts], claimed_until=now + LEASE)
    if mail is None:
        mine.update(state=AlertState.DROPPED, settled_at=now, claimed_until=None)
        return False
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        tries = max(alert.attempts_count for alert in alerts)
        later = now + timedelta(minutes=_WAITS[min(tries, len(_WAITS) - 1)])
        mine.update(
            due_at=later,
            claimed_until=None,
            attempts_count=F("attempts_count") + 1,
            trouble=str(error)[:300],
        )
        return False
    killpoint("fleet.alert_sent")
    mine.update(state=AlertState.SENT, settled_at=now, claimed_until=None, trouble="")
    return True


@transaction.atomic
def _claim(rule_id: int, now: datetime) -> list[Alert]:
    """Those of one rule that are due and nobody else holds, oldest first."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Alert.objects.waiting().filter(free, rule_id=rule_id, due_at__lte=now)
    rows = due.select_for_update(skip_locked=True, of=("self",)).order_by("created_at", "id")
    found = list(rows.select_related("finding__store", "rule__agency", "rule__user")[:IN_ONE])
    ids = [alert.pk for alert in found]
    Alert.objects.filter(pk__in=ids).update(claimed_until=now + LEASE)
    return found


def _mail(alerts: Sequence[Alert], now: datetime) -> EmailMessage | None:
    """One mail about all of them; None where the person has left, or sees none of the stores."""
    rule = alerts[0].rule
    address, language = rule.address, rule.agency.locale
    if rule.user is not None:
        members = Membership.objects.filter(agency=rule.agency, user=rule.user)
        member = members.first()
        if member is None or not rule.user.is_active:
            return None
        address, language = rule.user.email, rule.user.language or language
        if not member.has_all_stores:
            alerts = [one for one in alerts if one.finding.store_id in member.store_ids]
    if not alerts:
        return None
    with translation.override(language):
        subject, text = _subject(alerts), _text(alerts, now)
    return EmailMessage(
        subject=subject[:200].replace("\n", " "),
        body=text,
        from_email=settings.NOTIFYHUB_STAFF_EMAIL_FROM,
        to=[address],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(alerts)},
    )


def _message_id(alerts: Sequence[Alert]) -> str:
    """The same for the same alerts, so that a mail that goes again is the same mail."""
    named = ",".join(str(alert.pk) for alert in alerts)
    domain = settings.NOTIFYHUB_STAFF_EMAIL_FROM.rpartition("@")[2].strip("> ") or "notifyhub"
    return f"<alert.{blake2b(named.encode(), digest_size=12).hexdigest()}@{domain}>"


def _subject(alerts: Sequence[Alert]) -> str:
    began = [alert for alert in alerts if alert.moment == Moment.BEGAN]
    if len(alerts) == 1:
        said = alerts[0].finding.get_kind_display()
        if not began:
            said = _("Over: %(what)s") % {"what": said}
        return f"{alerts[0].finding.store.name}: {said}"
    stores = {alert.finding.store_id for alert in began or alerts}
    if not began:
        count = ngettext("%(n)s store is well again", "%(n)s stores are well again", len(stores))
    else:
        count = ngettext("%(n)s store needs you", "%(n)s stores need you", len(stores))
    return f"{alerts[0].rule.agency.name}: {count % {'n': len(stores)}}"


def _text(alerts: Sequence[Alert], now: datetime) -> str:
    worst = sorted(alerts, key=lambda one: (one.moment, -one.finding.severity, one.pk))
    lines: list[str] = []
    for alert in worst:
        lines += [*_lines(alert, now), ""]
    base = settings.NOTIFYHUB_BASE_URL
    lines += [_("What you are told, and when: %(url)s") % {"url": f"{base}/admin/alerts/"}, ""]
    return "\n".join(lines)


def _lines(alert: Alert, now: datetime) -> list[str]:
    finding = alert.finding
    said = words.sentence(finding, now)
    if alert.moment == Moment.OVER:
        said = _("Over: %(what)s") % {"what": finding.get_kind_display()}
    how_soon = Severity(finding.severity).label if alert.moment == Moment.BEGAN else ""
    head = f"{finding.store.name}: {said}"
    page = f"{settings.NOTIFYHUB_BASE_URL}/admin/stores/{finding.store_id}/health/"
    return [head, *([str(how_soon)] if how_soon else []), page]
