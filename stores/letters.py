"""Mails to people about their own log-in: invitations, sign-ups, passwords, second factors.

# Note [A letter is a row]
What is to be said is written in the transaction of the deed, and leaves after it: by a bell, or by
the sweeper that finds what waits. A letter carries a way in, so it stands encrypted and is wiped
once it has left. Where no mail server is named (NOTIFYHUB_STAFF_EMAIL_URL) it never leaves; on a
local installation /outbox/ shows it.
"""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from common import jobs
from stores import looks
from stores.looks import Look
from stores.models import Letter

# After that a way in has ended, whatever it was; the words are of no use to anybody.
KEPT: Final = timedelta(days=7)
ROW_KEPT: Final = timedelta(days=30)
PATIENCE: Final = timedelta(minutes=1)
MOST_TRIES: Final = 200
AT_A_TIME: Final = 50
PLAIN: Final = Look()
TROUBLE_CHARACTERS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a letter says, in its reader's language: a subject, paragraphs, and one way to go."""

    subject: str
    paragraphs: Sequence[str]
    link: str = ""
    button: str = ""
    after: Sequence[str] = ()


def write_letter(
    *, to: str, words: Words, language: str, now: datetime, look: Look = PLAIN
) -> Letter:
    """Promise the letter; it leaves once the transaction has ended. It wears an agency's look."""
    with translation.override(language):
        shown = {"words": words, "language": language, "look": look, "dark": _on_dark(look)}
        text = render_to_string("letters/letter.txt", shown)
        html = render_to_string("letters/letter.html", shown)
    letter = Letter.objects.create(
        to=to,
        subject=" ".join(words.subject.split())[:200],
        text=text,
        html=html,
        created_at=now,
        expires_at=now + KEPT,
    )
    jobs.defer("stores.send_letters")
    return letter


def _on_dark(look: Look) -> str:
    return looks.on_dark(look.accent) if look.accent else ""


def leaves() -> bool:
    """Whether letters leave this installation at all."""
    return bool(settings.NOTIFYHUB_STAFF_EMAIL_URL)


def send_letters(*, now: datetime) -> int:
    """Those that wait; how many left. Without NOTIFYHUB_STAFF_EMAIL_URL none does."""
    if not leaves():
        return 0
    waiting = Letter.objects.filter(sent_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    due = waiting.filter(Q(tried_at=None) | Q(tried_at__lte=now - PATIENCE))
    chosen = list(due.order_by("created_at", "pk").values_list("pk", flat=True)[:AT_A_TIME])
    return sum(_send(pk, now) for pk in chosen)


def waiting_here(*, now: datetime, most: int = 50) -> list[Letter]:
    """What has not left, the newest first: for the outbox of a local installation."""
    rows = Letter.objects.filter(sent_at=None, expires_at__gt=now)
    return list(rows.order_by("-created_at", "-pk")[:most])


@transaction.atomic
def forget_letters(*, now: datetime) -> int:
    """Wipe the words whose way in has ended, and the rows a month later; how many rows went."""
    ended = Letter.objects.filter(expires_at__lte=now).exclude(text="")
    ended.update(text="", html="")
    gone, _by_model = Letter.objects.filter(created_at__lte=now - ROW_KEPT).delete()
    return gone


def _send(pk: int, now: datetime) -> bool:
    """Take it, and let it go. A worker that dies in between leaves it to be tried once more."""
    claim = Letter.objects.filter(pk=pk, sent_at=None)
    claim = claim.filter(Q(tried_at=None) | Q(tried_at__lte=now - PATIENCE))
    if not claim.update(tried_at=now):
        return False
    letter = Letter.objects.get(pk=pk)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.NOTIFYHUB_STAFF_EMAIL_FROM,
        to=[letter.to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html, "text/html")
    row = Letter.objects.filter(pk=pk)
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        trouble = str(error)[:TROUBLE_CHARACTERS]
        row.update(trouble=trouble, tries=letter.tries + 1)
        return False
    row.update(sent_at=now, text="", html="", trouble="", tries=letter.tries + 1)
    return True
