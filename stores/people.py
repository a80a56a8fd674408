"""Verbs over people: who works in an agency, and as what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import access
from stores.access import Actor
from stores.models import Membership, User
from stores.roles import MAY, Role


class AlreadyHere(DomainError):
    """The person works in this agency already."""

    code = "person-already-here"


class LastOwner(DomainError):
    """An agency without an owner could never be repaired from inside."""

    code = "last-owner"


class PlaceBeyondReach(DomainError):
    """Nobody gives, changes or takes a place of more than they have themselves."""

    code = "place-beyond-reach"


@dataclass(frozen=True, slots=True)
class Place:
    """What a person is to be: the role, and for which stores (None: all of the agency)."""

    role: str
    store_ids: tuple[int, ...] | None = None


def add_person(*, agency_id: int, email: str, name: str, place: Place) -> Membership:
    """Make the person if there is none by that e-mail, and give them a place in the agency.

    For who founds an agency; all else is asked in (stores/inviting). Raises AlreadyHere. Without a
    password nobody can log in: hand over `welcome_path`.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
        if user is None:
            user = User.objects.create_user(email=email.strip(), name=name.strip())
        membership, is_new = Membership.objects.get_or_create(
            agency_id=agency_id,
            user=user,
            defaults={
                "role": place.role,
                "has_all_stores": place.store_ids is None,
                "store_ids": list(place.store_ids or ()),
            },
        )
    if not is_new:
        raise AlreadyHere(_("%(person)s works here already.") % {"person": user})
    return membership


def change_place(*, membership: Membership, place: Place, by: Actor) -> Membership:
    """Another role, other stores.

    Raises PlaceBeyondReach, and LastOwner rather than leave the agency without one.
    """
    with transaction.atomic():
        row = _locked(membership, by)
        check_reach(by, place.role)
        if place.role != Role.OWNER:
            _keep_an_owner(row)
        row.role = place.role
        row.has_all_stores = place.store_ids is None
        row.store_ids = list(place.store_ids or ())
        row.save(update_fields=["role", "has_all_stores", "store_ids"])
    return row


def remove_person(*, membership: Membership, by: Actor) -> None:
    """End somebody's work here; the person and what they wrote stay.

    Raises PlaceBeyondReach, LastOwner.
    """
    with transaction.atomic():
        row = _locked(membership, by)
        _keep_an_owner(row)
        row.delete()


def password_path(*, membership: Membership, by: Actor) -> str:
    """Where this person chooses a password; "" for who also works elsewhere.

    Who holds the address can log in as them: hence PlaceBeyondReach for who has less than they.
    """
    check_reach(by, membership.role)
    return welcome_path(membership.user) if may_be_welcomed(membership) else ""


def welcome_path(user: User) -> str:
    """The address at which this person chooses a password, once, within PASSWORD_RESET_TIMEOUT."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return f"/admin/welcome/{uid}/{default_token_generator.make_token(user)}/"


def may_be_welcomed(membership: Membership) -> bool:
    """Whether an owner here may hand out a password link: not for who also works elsewhere.

    Otherwise one agency could take over a person's log-in, and with it another agency.
    """
    works_at = {one.agency_id for one in access.memberships(membership.user)}
    return works_at == {membership.agency_id}


def choose_language(*, user: User, language: str) -> None:
    User.objects.filter(pk=user.pk).update(language=language)


def languages() -> Iterable[str]:
    return [code for code, _name in settings.LANGUAGES]


def _locked(membership: Membership, by: Actor) -> Membership:
    """The row as it is now. Raises PlaceBeyondReach for a place that is more than the actor's."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.get(pk=membership.pk)
    check_reach(by, row.role)
    return row


def check_reach(by: Actor, role: str) -> None:
    """Whoever manages people sees all stores, and has each verb of the role; no test key does.

    Raises PlaceBeyondReach.
    """
    if not by.has_all_stores or by.is_test:
        raise PlaceBeyondReach(_("People are managed by who sees all stores of the agency."))
    if not MAY[role] <= by.verbs:
        raise PlaceBeyondReach(
            _("You may not give, change or take a place that may more than you: %(role)s.")
            % {"role": Role(role).label}
        )


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(
        agency_id=membership.agency_id, role=Role.OWNER
    )
    if membership.pk in {row.pk for row in owners} and len(owners) == 1:
        raise LastOwner(
            _("%(person)s is the only owner. Make somebody else an owner first.")
            % {"person": membership.user}
        )
