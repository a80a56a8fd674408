"""The second proof beside a password: who has one, who must, and how a lost one is taken away."""

import uuid
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import letters, people
from stores.access import Actor
from stores.models import Agency, Membership, User
from stores.roles import Role, Verb

# Recovery codes alone are no factor: they stand in for one that was lost.
FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class NotAlone(DomainError):
    """The person works in another agency too, whose log-in one agency must not weaken."""

    code = "works-elsewhere-too"


class SetUpYourOwnFirst(DomainError):
    """Who asks others for a second proof has one."""

    code = "set-up-your-own-first"


def has_factor(user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def is_safe(user_column: str) -> Exists:
    """The same, for a list of rows that name people."""
    rows = Authenticator.objects.filter(user_id=OuterRef(user_column), type__in=FACTORS)
    return Exists(rows)


def must_set_up(actor: Actor, *, now: datetime) -> bool:
    """Whether this person sees nothing of the agency before they have a second factor.

    No query where the agency does not ask for one. Programs come by keys, and are not asked.
    """
    begins = actor.factors_from_at
    if begins is None or begins > now or actor.user_id is None:
        return False
    return not has_factor(actor.user_id)


def require_factors(*, agency: Agency, from_at: datetime | None, by: Actor) -> Agency:
    """Ask all people of the agency for a second factor from then on; None: they choose.

    API keys are not touched. Raises SetUpYourOwnFirst.
    """
    people.check_reach(by, Role.OWNER)
    if from_at is not None and by.user_id is not None and not has_factor(by.user_id):
        raise SetUpYourOwnFirst(_("Set up your own second factor first."))
    Agency.objects.filter(pk=agency.pk).update(factors_from_at=from_at)
    agency.factors_from_at = from_at
    return agency


@transaction.atomic
def reset_factors(*, membership: Membership, by: Actor, now: datetime) -> bool:
    """Take away what somebody lost, log them out everywhere, and tell them; False if none was.

    Raises PlaceBeyondReach, and NotAlone for who also works elsewhere: see may_be_welcomed.
    """
    people.check_reach(by, membership.role)
    if not people.may_be_welcomed(membership):
        raise NotAlone(
            _("%(person)s works in another agency too, and resets it themselves.")
            % {"person": membership.user}
        )
    user = membership.user
    count, _by_model = Authenticator.objects.filter(user_id=user.pk).delete()
    if not count:
        return False
    Membership.objects.filter(pk=membership.pk).update(factors_reset_at=now)  # kept in its history
    log_out_everywhere(user=user)
    tell_of_change(
        user=user,
        said=_of_reset(user, by),
        now=now,
    )
    return True


def log_out_everywhere(*, user: User) -> None:
    """End every session of this person, also the one that asks."""
    user.sessions_mark = uuid.uuid4().hex
    user.save(update_fields=["sessions_mark"])


def tell_of_change(*, user: User, said: str, now: datetime) -> None:
    """Mail to the person what was done to their log-in, so that nobody does it unseen."""
    with translation.override(user.language or None):
        language = translation.get_language() or "en"
        words = letters.Words(
            subject=_("Your log-in at NotifyHub was changed"),
            paragraphs=[_("Hello %(name)s,") % {"name": user.get_short_name()}, said],
            after=[
                _(
                    "Was it neither you nor somebody you asked? Choose a new password at once, and "
                    "write to the owner of your agency."
                )
            ],
        )
        letters.write_letter(to=user.email, words=words, language=language, now=now)


def may_require(by: Actor) -> bool:
    return by.has_all_stores and by.may(Verb.MANAGE_PEOPLE) and by.role == Role.OWNER


def _of_reset(user: User, by: Actor) -> str:
    with translation.override(user.language or None):
        return _(
            "%(by)s of %(agency)s took away the second factor of your log-in. You are logged out "
            "everywhere; set up a new one after you log in."
        ) % {"by": by.label, "agency": by.agency_name}
