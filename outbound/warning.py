"""The mail about an endpoint that was switched off, to those who can mend it, in their language.

Once for each person and time: see Note [Once a week, at most] in templates_app/reminding.py, which
is how it is sent, too.
"""

import smtplib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from outbound.models import DisabledBecause, Endpoint, EndpointNotice, EndpointState
from stores.models import Membership
from stores.roles import Verb

TROUBLE_CHARACTERS: Final = 300


def write_notices(*, endpoint: Endpoint, now: datetime) -> int:
    """One for each person of the agency who may mend the endpoint and sees its store."""
    members = Membership.objects.filter(agency_id=endpoint.agency_id).select_related("user")
    told = [member for member in members if _concerns(member, endpoint)]
    rows = [_notice(endpoint, member, now) for member in told]
    EndpointNotice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_notices(*, now: datetime) -> int:
    """Those that wait; how many left. Without NOTIFYHUB_STAFF_EMAIL_URL none does."""
    if not settings.NOTIFYHUB_STAFF_EMAIL_URL:
        return 0
    waiting = EndpointNotice.objects.filter(sent_at=None, endpoint__state=EndpointState.DISABLED)
    waiting = waiting.select_related("user").order_by("created_at", "pk")
    return sum(_send(notice, now) for notice in waiting[:100])


def _concerns(member: Membership, endpoint: Endpoint) -> bool:
    if not member.user.is_active or Verb.MANAGE_ENDPOINTS not in member.verbs:
        return False
    return member.has_all_stores or endpoint.store_id in member.store_ids


def _notice(endpoint: Endpoint, member: Membership, now: datetime) -> EndpointNotice:
    with translation.override(member.user.language or endpoint.agency.locale):
        why = DisabledBecause(endpoint.disabled_because).label
        subject = _("%(agency)s: a webhook endpoint was switched off") % {
            "agency": endpoint.agency.name
        }
        lines = [
            _("Hello %(name)s,") % {"name": member.user.get_short_name()},
            "",
            _("The endpoint “%(endpoint)s” gets no events any more.") % {"endpoint": endpoint},
            f"{why}.",
            *([endpoint.last_error] if endpoint.last_error else []),
            "",
            _("Nothing is lost: what happens meanwhile waits, and goes when you enable it again."),
            "",
            f"{settings.NOTIFYHUB_BASE_URL}/admin/endpoints/{endpoint.public_id}/",
            "",
        ]
    return EndpointNotice(
        agency_id=endpoint.agency_id,
        endpoint=endpoint,
        user=member.user,
        disabled_at=now,
        subject=subject[:200].replace("\n", " "),
        text="\n".join(str(line) for line in lines),
        created_at=now,
    )


def _send(notice: EndpointNotice, now: datetime) -> bool:
    claim = EndpointNotice.objects.filter(pk=notice.pk, sent_at=None)
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
        EndpointNotice.objects.filter(pk=notice.pk).update(sent_at=None, trouble=trouble)
        return False
    return True
