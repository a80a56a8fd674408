"""The mail about an incident to those who can do something: plain words, in their language.

Once for each person and incident: see Note [Once a week, at most] in templates_app/reminding.py,
which is how it is sent, too.
"""

import smtplib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from analytics import incident_words
from analytics.models import Incident, IncidentNotice
from stores.models import Agency, Membership
from stores.roles import Verb

TROUBLE_CHARACTERS: Final = 300


def write_notices(*, incident: Incident, now: datetime) -> int:
    """One for each person of the agency who may mend senders and sees the store."""
    members = Membership.objects.filter(agency_id=incident.agency_id).select_related("user")
    told = [member for member in members if _concerns(member, incident)]
    rows = [_notice(incident, member, now) for member in told]
    IncidentNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_notices(*, agency: Agency, now: datetime) -> int:
    """Those that wait; how many left. Without NOTIFYHUB_STAFF_EMAIL_URL none does."""
    if not settings.NOTIFYHUB_STAFF_EMAIL_URL:
        return 0
    waiting = IncidentNotice.objects.filter(agency=agency, sent_at=None)
    waiting = waiting.filter(incident__closed_at=None).select_related("user")
    return sum(_send(notice, now) for notice in waiting.order_by("created_at", "pk")[:100])


def _concerns(member: Membership, incident: Incident) -> bool:
    if not member.user.is_active or Verb.MANAGE_STORES not in member.verbs:
        return False
    is_all = incident.store_id is None or member.has_all_stores
    return is_all or incident.store_id in member.store_ids


def _notice(incident: Incident, member: Membership, now: datetime) -> IncidentNotice:
    with translation.override(member.user.language or incident.agency.locale):
        what = incident_words.sentence(incident)
        page = f"{settings.NOTIFYHUB_BASE_URL}/admin/incidents/"
        lines = [
            _("Hello %(name)s,") % {"name": member.user.get_short_name()},
            "",
            what,
            incident_words.what_to_do(incident),
            "",
            page,
            "",
        ]
        subject = f"{incident.agency.name}: {what}"[:200].replace("\n", " ")
    return IncidentNotice(
        agency_id=incident.agency_id,
        incident=incident,
        user=member.user,
        subject=subject,
        text="\n".join(lines),
        created_at=now,
    )


def _send(notice: IncidentNotice, now: datetime) -> bool:
    claim = IncidentNotice.objects.filter(pk=notice.pk, sent_at=None)
    if not claim.update(sent_at=now, trouble=""):
        return False
    mail = EmailMessage(
        subject=notice.subject,
        body=notice.text,
        from_email=settings.NOTIFYHUB_STAFF_EMAIL_FROM,
        to=[notice.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        trouble = str(error)[:TROUBLE_CHARACTERS]
        IncidentNotice.objects.filter(pk=notice.pk).update(sent_at=None, trouble=trouble)
        return False
    return True
