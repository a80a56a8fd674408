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
from stores.models import Membership, User
from stores.roles import Role


class AlreadyHere(DomainError):
    """The person works in this agency already."""

    code = "person-already-here"


class LastOwner(DomainError):
    """An agency without an owner could never be repaired from inside."""

    code = "last-owner"


@dataclass(frozen=True, slots=True)
class Place:
    """What a person is to be: the role, and for which stores (None: all of the agency)."""

    role: str
    store_ids: tuple[int, ...] | None = None


def add_person(*, agency_id: int, email: str, name: str, place: Place) -> Membership:
    """Make the person if there is none by that e-mail, and give them a place in the agency.

    Raises AlreadyHere. Without a password nobody can log in: hand over `welcome_path(user)`.
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


def change_place(*, membership: Membership, place: Place) -> Membership:
    """Another role, other stores. Raises LastOwner rather than leave the agency without one."""
    with transaction.atomic():
        if place.role != Role.OWNER:
            _keep_an_owner(membership)
        membership.role = place.role
        membership.has_all_stores = place.store_ids is None
        membership.store_ids = list(place.store_ids or ())
        membership.save(update_fields=["role", "has_all_stores", "store_ids"])
    return membership


def remove_person(*, membership: Membership) -> None:
    """End somebody's work here; the person and what they wrote stay. Raises LastOwner."""
    with transaction.atomic():
        _keep_an_owner(membership)
        membership.delete()


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


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(
        agency_id=membership.agency_id, role=Role.OWNER
    )
    if membership.pk in {row.pk for row in owners} and len(owners) == 1:
        raise LastOwner(
            _("%(person)s is the only owner. Make somebody else an owner first.")
            % {"person": membership.user}
        )
