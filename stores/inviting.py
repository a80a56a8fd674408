"""Verbs over invitations: the one way in which an agency asks somebody in.

# Note [Nobody learns who has a log-in]
To ask says the same whether the e-mail has a log-in or not, and so does the invitation until it is
taken. Only who reads that mailbox learns it, from the page behind the link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from common.often import may_once_more
from stores import letters, looks, people
from stores.access import Actor
from stores.links import Token
from stores.models import Invitation, Membership, User
from stores.people import AlreadyHere, Place
from stores.roles import Role
from stores.scope import every_store

LASTS: Final = timedelta(days=7)
PER_HOUR: Final = 60
PER_ADDRESS_A_DAY: Final = 10


class AskedTooOften(DomainError):
    """This person, or this mailbox, had their share of invitations."""

    code = "asked-too-often"


class InvitationIsOver(DomainError):
    """It was taken or revoked, or its link grew too old."""

    code = "invitation-is-over"


class NotYours(DomainError):
    """Who is logged in has another e-mail than the invitation."""

    code = "invitation-is-not-yours"


class PasswordRefused(DomainError):
    """The password is too easily guessed."""

    code = "password-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom to ask in, in which language."""

    email: str
    name: str = ""
    language: str = "en"


class Standing(TextChoices):
    """What became of an invitation."""

    WAITS = "WAITS", gettext_lazy("Waits to be taken")
    TOO_OLD = "TOO_OLD", gettext_lazy("Too old: send it anew")
    TAKEN = "TAKEN", gettext_lazy("Taken")
    REVOKED = "REVOKED", gettext_lazy("Revoked")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was mailed. With `link` where no mail leaves here, so that it is handed over."""

    invitation: Invitation
    link: str = ""

    @property
    def agency_id(self) -> int:
        return self.invitation.agency_id


def standing_of(invitation: Invitation, now: datetime) -> Standing:
    if invitation.accepted_at:
        return Standing.TAKEN
    if invitation.revoked_at:
        return Standing.REVOKED
    return Standing.WAITS if invitation.expires_at > now else Standing.TOO_OLD


def invite_person(*, guest: Guest, place: Place, by: Actor, now: datetime) -> Asked:
    """Keep a place for whoever reads that mailbox, and mail them the way in.

    Who was asked already gets a new mail, with the place as it is said now; older links end.
    Raises AlreadyHere, PlaceBeyondReach, AskedTooOften.
    """
    people.check_reach(by, place.role)
    email = guest.email.strip().lower()
    _check_is_new(by.agency_id, email)
    _check_often(by, email)
    token = Token.new()
    with transaction.atomic():
        said = {
            "name": guest.name.strip(),
            "role": place.role,
            "has_all_stores": place.store_ids is None,
            "store_ids": list(place.store_ids or ()),
            "language": guest.language,
        }
        invitation, is_new = (
            Invitation.objects.open()
            .select_for_update()
            .get_or_create(
                agency_id=by.agency_id,
                email=email,
                accepted_at=None,
                revoked_at=None,
                defaults={**said, "created_at": now, **_sent(token, by, now)},
            )
        )
        if not is_new:
            # What was kept for them before may have been more than the actor has.
            people.check_reach(by, invitation.role)
            _send_anew(invitation, token, by, now, said)
        return _write(invitation, token, by, now)


def resend_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> Asked:
    """A new mail with a new link, for seven days more; older links end.

    Raises InvitationIsOver, PlaceBeyondReach, AskedTooOften.
    """
    with transaction.atomic():
        row = _locked(invitation, by)
        _check_often(by, row.email)
        token = Token.new()
        _send_anew(row, token, by, now, {})
        return _write(row, token, by, now)


def revoke_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """Its link leads nowhere any more. Raises InvitationIsOver, PlaceBeyondReach."""
    with transaction.atomic():
        row = _locked(invitation, by)
        row.revoked_at, row.revoked_by, row.token_hash = now, by.label[:254], b""
        row.save(update_fields=["revoked_at", "revoked_by", "token_hash"])
    return row


def invitation_behind(token: str, *, now: datetime) -> Invitation | None:
    """The invitation whose last link this is; None if it is over. One query."""
    with every_store(because="who opens a link of a mail is in no agency yet"):
        rows = Invitation.objects.open().select_related("agency")
        return rows.filter(token_hash=Token(token).hash, expires_at__gt=now).first()


def person_of(invitation: Invitation) -> User | None:
    """Who has a log-in by that e-mail: only for the page behind the link."""
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept_as_new(*, token: str, name: str, password: str, now: datetime) -> User:
    """Make the person, and give them their place. The link shows that the mailbox is theirs.

    Raises InvitationIsOver (also where that e-mail has a log-in by now), PasswordRefused.
    """
    with every_store(because="who takes an invitation is in no agency yet"):
        row = _taken(token, now)
        if person_of(row) is not None:
            raise InvitationIsOver(_("This e-mail has a log-in already. Log in to accept."))
        user = User(email=row.email, name=name.strip() or row.name, language=row.language)
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            raise PasswordRefused(" ".join(refusal.messages)) from refusal
        user.set_password(password)
        user.save()
        _seat(row, user, now)
    return user


@transaction.atomic
def accept_as(*, token: str, user: User, now: datetime) -> Membership:
    """Give the place to who is logged in, if the e-mail is theirs.

    Raises InvitationIsOver, NotYours.
    """
    with every_store(because="who takes an invitation is not in that agency yet"):
        row = _taken(token, now)
        if user.email.lower() != row.email.lower():
            raise NotYours(
                _("This invitation is for %(email)s. Log in as that person to accept it.")
                % {"email": row.email}
            )
        return _seat(row, user, now)


def invitations_of(agency_id: int) -> "QuerySet[Invitation]":
    return Invitation.objects.filter(agency_id=agency_id)


def _taken(token: str, now: datetime) -> Invitation:
    rows = Invitation.objects.open().select_for_update(of=("self",)).select_related("agency")
    row = rows.filter(token_hash=Token(token).hash, expires_at__gt=now).first()
    if row is None:
        raise InvitationIsOver(_("This invitation is over. Ask for a new one."))
    return row


def _seat(row: Invitation, user: User, now: datetime) -> Membership:
    membership, _is_new = Membership.objects.get_or_create(
        agency_id=row.agency_id,
        user=user,
        defaults={
            "role": row.role,
            "has_all_stores": row.has_all_stores,
            "store_ids": row.store_ids,
        },
    )
    row.accepted_at, row.accepted_by, row.token_hash = now, user, b""
    row.save(update_fields=["accepted_at", "accepted_by", "token_hash"])
    return membership


def _locked(invitation: Invitation, by: Actor) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    row = rows.get(pk=invitation.pk)
    people.check_reach(by, row.role)
    if row.accepted_at or row.revoked_at:
        raise InvitationIsOver(_("This invitation was taken or revoked."))
    return row


def _check_is_new(agency_id: int, email: str) -> None:
    """Only of this very agency, whose list of people the actor sees anyway."""
    same = Membership.objects.filter(agency_id=agency_id, user__email__iexact=email)
    if found := same.select_related("user").first():
        raise AlreadyHere(_("%(person)s works here already.") % {"person": found.user})


def _check_often(by: Actor, email: str) -> None:
    is_well = may_once_more(f"invite|{by.caller}", most=PER_HOUR, seconds=3600)
    if not is_well or not may_once_more(
        f"invited|{email}", most=PER_ADDRESS_A_DAY, seconds=24 * 3600
    ):
        raise AskedTooOften(_("Too many invitations in a short time. Try again later."))


def _sent(token: Token, by: Actor, now: datetime) -> dict[str, object]:
    return {
        "invited_by": by.label[:254],
        "token_hash": token.hash,
        "sent_at": now,
        "expires_at": now + LASTS,
    }


def _send_anew(
    row: Invitation, token: Token, by: Actor, now: datetime, said: dict[str, object]
) -> None:
    changed = {**said, **_sent(token, by, now), "sent_count": row.sent_count + 1}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def _write(row: Invitation, token: Token, by: Actor, now: datetime) -> Asked:
    """In the inviter's language, since what the guest reads is unknown."""
    named = {"agency": by.agency_name, "by": by.label, "email": row.email}
    link = f"{settings.NOTIFYHUB_BASE_URL}/join/{token.text}/"
    with translation.override(row.language):
        words = letters.Words(
            subject=_("%(by)s asks you to join %(agency)s at NotifyHub") % named,
            paragraphs=[
                (_("Hello %(name)s,") % {"name": row.name}) if row.name else _("Hello,"),
                _(
                    "%(by)s of %(agency)s asks you to work with them at NotifyHub, which sends "
                    "the order messages of their stores."
                )
                % named,
                _("Your role there: %(role)s.") % {"role": Role(row.role).label},
            ],
            link=link,
            button=_("Look at the invitation"),
            after=[
                _("The link works once, for seven days, and is for %(email)s alone.") % named,
                _("Do you not know them? Then do nothing: nobody learns that you read this."),
            ],
        )
        look = looks.look_of(row.agency)
        letters.write_letter(to=row.email, words=words, language=row.language, now=now, look=look)
    return Asked(row, "" if letters.leaves() else link)
