"""Verbs by which a stranger founds an agency: ask, then show that the mailbox is theirs.

To ask says and does the same for every e-mail: one letter is written, and one row. Who has a log-in
already is told so by the letter, where nobody else reads it. See Note [Nobody learns who has a
log-in] in stores/inviting.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.often import may_once_more
from stores import founding, letters, people
from stores.inviting import PasswordRefused
from stores.links import Token
from stores.models import Membership, SignUp, User

LASTS: Final = timedelta(days=3)
PER_MAILBOX_A_DAY: Final = 5
PER_NETWORK_AN_HOUR: Final = 20
HOUR: Final = 3600


class SignUpIsClosed(DomainError):
    """This installation takes no new agencies of itself."""

    code = "sign-up-is-closed"


class SignedUpTooOften(DomainError):
    """Too many from one network."""

    code = "signed-up-too-often"


class LinkIsOver(DomainError):
    """It was used, or it is older than three days."""

    code = "link-is-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody says of themselves and of their agency."""

    agency_name: str
    name: str
    email: str
    password: str
    language: str
    timezone: str = "UTC"


def is_open() -> bool:
    """Whether strangers may found agencies here: NOTIFYHUB_SIGNUP, and a way to write to them."""
    may_write = letters.leaves() or settings.IS_LOCAL
    return settings.NOTIFYHUB_SIGNUP == "open" and may_write


def ask_to_found(*, application: Application, network: str, now: datetime) -> None:
    """Keep what was said, and mail the link that makes it true; nothing is founded yet.

    Raises SignUpIsClosed, SignedUpTooOften, PasswordRefused.
    """
    if not is_open():
        raise SignUpIsClosed(_("Nobody can sign up here. Ask an agency to invite you."))
    new = application
    email = new.email.strip().lower()
    _check_password(new, email)
    if not may_once_more(f"signup|{network}", most=PER_NETWORK_AN_HOUR, seconds=HOUR):
        raise SignedUpTooOften(
            _("Too many agencies were founded from your network. Try again in an hour.")
        )
    # Silently, as is_known below: what is said here must not depend on the mailbox.
    may_write = may_once_more(f"signup-to|{email}", most=PER_MAILBOX_A_DAY, seconds=24 * HOUR)
    password = make_password(new.password)  # for everybody, so that it takes as long
    is_known = User.objects.filter(email__iexact=email).exists()
    if not may_write:
        return
    token = Token.new()
    with transaction.atomic():
        SignUp.objects.filter(email=email, confirmed_at=None).delete()
        SignUp.objects.create(  # of a known e-mail too, by a link that nobody is ever told
            token_hash=token.hash,
            email=email,
            name=new.name.strip(),
            agency_name=new.agency_name.strip(),
            password=password,
            language=new.language,
            timezone=new.timezone,
            created_at=now,
            expires_at=now + LASTS,
        )
        _write(email, new, "" if is_known else token.text, now)


def sign_up_behind(token: str, *, now: datetime) -> SignUp | None:
    """What this link would confirm; None if it is over. One query."""
    rows = SignUp.objects.filter(confirmed_at=None, expires_at__gt=now)
    return rows.filter(token_hash=Token(token).hash).first()


@transaction.atomic
def confirm_sign_up(*, token: str, now: datetime) -> Membership:
    """Found the agency of this link, with its owner. Once. Raises LinkIsOver.

    Wants every store's scope: nobody can see an agency before it is. Somebody who got a log-in by
    that e-mail meanwhile keeps its password.
    """
    rows = SignUp.objects.select_for_update().filter(confirmed_at=None, expires_at__gt=now)
    row = rows.filter(token_hash=Token(token).hash).first()
    if row is None:
        raise LinkIsOver(_("This link was used already, or is older than three days."))
    membership = founding.begin_agency(
        founding.NewAgency(
            name=row.agency_name,
            owner_email=row.email,
            owner_name=row.name,
            locale=row.language,
            timezone=row.timezone,
        )
    )
    user = membership.user
    if not user.has_usable_password():
        user.password, user.language = row.password, row.language
        user.save(update_fields=["password", "language"])
    row.confirmed_at, row.password = now, ""
    row.save(update_fields=["confirmed_at", "password"])
    return membership


def ask_for_password(*, email: str, language: str, now: datetime) -> None:
    """Mail a link for a new password to who has a log-in by that e-mail; else do nothing."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None or not may_once_more(
        f"password|{user.pk}", most=PER_MAILBOX_A_DAY, seconds=24 * HOUR
    ):
        return
    language = user.language or language
    with translation.override(language), transaction.atomic():
        words = letters.Words(
            subject=_("A new password for NotifyHub"),
            paragraphs=[
                _("Hello %(name)s,") % {"name": user.get_short_name()},
                _("Somebody, most likely you, asked for a new password for this e-mail."),
            ],
            link=f"{settings.NOTIFYHUB_BASE_URL}{people.welcome_path(user)}",
            button=_("Choose a password"),
            after=[
                _("The link works once, for seven days."),
                _("Was it not you? Then do nothing: your password stays as it is."),
            ],
        )
        letters.write_letter(to=user.email, words=words, language=language, now=now)


def forget_sign_ups(*, now: datetime) -> int:
    """Those whose link has ended a while ago; how many."""
    gone, _by_model = SignUp.objects.filter(expires_at__lte=now - timedelta(days=27)).delete()
    return gone


def _check_password(new: Application, email: str) -> None:
    try:
        validate_password(new.password, User(email=email, name=new.name))
    except ValidationError as refusal:
        raise PasswordRefused(" ".join(refusal.messages)) from refusal


def _write(email: str, new: Application, token: str, now: datetime) -> None:
    base = settings.NOTIFYHUB_BASE_URL
    named = {"agency": new.agency_name.strip(), "name": new.name.strip()}
    with translation.override(new.language):
        if token:
            words = letters.Words(
                subject=_("Confirm your e-mail for NotifyHub"),
                paragraphs=[
                    _("Hello %(name)s,") % named,
                    _("Confirm that this mailbox is yours, and %(agency)s begins.") % named,
                ],
                link=f"{base}/signup/confirm/{token}/",
                button=_("Confirm and begin"),
                after=[
                    _("The link works once, for three days, in any browser."),
                    _("Was it not you? Then do nothing: nothing was founded."),
                ],
            )
        else:
            words = letters.Words(
                subject=_("You have a log-in at NotifyHub already"),
                paragraphs=[
                    _("Hello,"),
                    _(
                        "Somebody, most likely you, wanted to found an agency with this e-mail. It "
                        "has a log-in already: log in, or choose a new password there."
                    ),
                ],
                link=f"{base}/admin/login/",
                button=_("Log in"),
                after=[_("Was it not you? Then do nothing: nothing was changed.")],
            )
        letters.write_letter(to=email, words=words, language=new.language, now=now)
