"""Which alerts somebody may see and change: those that tell no more than they see themselves."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from common.errors import DomainError
from fleet.models import AlertRule
from stores.access import Actor
from stores.models import Store


class BeyondReach(DomainError):
    """An alert of all stores is made by who sees all of them."""

    code = "alert-beyond-reach"


def alerts_within_reach(actor: Actor) -> QuerySet[AlertRule, AlertRule]:
    """The agency's alerts of the actor's stores; those of all stores for who sees all."""
    theirs = Q(store_id__in=actor.store_ids)
    if actor.has_all_stores:
        theirs |= Q(store=None)
    rows = AlertRule.objects.filter(theirs, agency_id=actor.agency_id)
    return rows.select_related("user", "store", "agency")


def check_reach(actor: Actor, store: Store | None) -> None:
    """Raises BeyondReach."""
    if store is None and not actor.has_all_stores:
        raise BeyondReach(gettext("You do not see all stores: choose one of yours."))
