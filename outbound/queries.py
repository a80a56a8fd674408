"""Reads larger than a queryset method."""

from django.db.models import Q, QuerySet

from outbound.models import Delivery, Endpoint, Replay
from outbound.models.endpoint import EndpointQuerySet
from stores.access import Actor


def endpoints_within_reach(actor: Actor) -> EndpointQuerySet:
    """The agency's endpoints that tell no more than the actor sees. Removed ones are gone.

    Those of the whole agency tell of every store, also of tomorrow's: only who sees all of them
    sees them, and by a test key only test endpoints.
    """
    rows = Endpoint.objects.standing().filter(agency_id=actor.agency_id)
    rows = rows.filter(is_within(actor))
    return rows.filter(is_test=True) if actor.is_test else rows


def deliveries_within_reach(actor: Actor) -> QuerySet[Delivery, Delivery]:
    """Those of endpoints within reach."""
    return Delivery.objects.filter(endpoint__in=endpoints_within_reach(actor))


def replays_within_reach(actor: Actor) -> QuerySet[Replay, Replay]:
    return Replay.objects.filter(endpoint__in=endpoints_within_reach(actor))


def is_within(actor: Actor) -> Q:
    theirs = Q(store_id__in=actor.store_ids)
    return theirs | Q(store=None) if actor.has_all_stores else theirs
