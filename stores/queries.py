"""Reads larger than a queryset method."""

from django.db.models import Q, QuerySet

from stores.access import Actor
from stores.models import ApiKey


def keys_within_reach(actor: Actor) -> QuerySet[ApiKey, ApiKey]:
    """The agency's keys for no more stores than the actor sees; others are not theirs to see."""
    rows = ApiKey.objects.all()
    if actor.is_test:
        rows = rows.filter(is_test=True)
    if actor.has_all_stores:
        return rows
    return rows.filter(Q(has_all_stores=False) & Q(store_ids__contained_by=sorted(actor.store_ids)))
