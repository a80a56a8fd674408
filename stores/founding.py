"""The verb that begins everything: a new agency with its first owner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import people
from stores.models import Agency, Membership
from stores.roles import Role


class AgencyIsThere(DomainError):
    """An agency of that name exists: most likely the command was given twice."""

    code = "agency-is-there"


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What is to be founded; `timezone` is an IANA name, `locale` a language tag."""

    name: str
    owner_email: str
    owner_name: str = ""
    locale: str = "en"
    timezone: str = "UTC"


@transaction.atomic
def found_agency(new: NewAgency) -> Membership:
    """Make the agency, and give it an owner, who may be a person known already.

    Raises AgencyIsThere. Wants every store's scope: nobody can see an agency before it is.
    """
    if Agency.objects.filter(name__iexact=new.name.strip()).exists():
        raise AgencyIsThere(
            _("There is an agency called %(name)s already.") % {"name": new.name.strip()}
        )
    return begin_agency(new)


def begin_agency(new: NewAgency) -> Membership:
    """As found_agency, whatever other agencies are called."""
    agency = Agency.objects.create(name=new.name.strip(), locale=new.locale, timezone=new.timezone)
    return people.add_person(
        agency_id=agency.pk,
        email=new.owner_email,
        name=new.owner_name,
        place=people.Place(role=Role.OWNER),
    )


def hide_first_steps(*, agency_id: int, now: datetime) -> None:
    """The agency's people know their way; nothing asks them to take first steps any more."""
    Agency.objects.filter(pk=agency_id).update(first_steps_hidden_at=now)
