"""What may be done to endpoints. Their deliveries: redriving.py, replaying.py.

Locks: the endpoint first, then its deliveries.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from common.outgoing import signing
from common.outgoing.urls import check_url
from orders.models import ActivityKind
from outbound import places
from outbound.data import EndpointWish
from outbound.models import Delivery, DeliveryState, Endpoint, EndpointState, Replay, ReplayState
from stores.access import Actor
from stores.models import Store

OVERLAP: Final = timedelta(hours=24)  # for which the secret before stays good
MOST_OF_AN_AGENCY: Final = 50
_LONGEST_URL: Final = 2000


class EndpointBeyondReach(DomainError):
    """Nobody has more told to a program than they see themselves."""

    code = "endpoint-beyond-reach"


class EndpointWrong(DomainError):
    """What was said of an endpoint cannot be. `problems` by field."""

    code = "endpoint-wrong"

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class TooManyEndpoints(DomainError):
    """An agency has as many endpoints as it may."""

    code = "too-many-endpoints"


@transaction.atomic
def create_endpoint(
    *, wish: EndpointWish, store: Store | None, is_test: bool, actor: Actor, now: datetime
) -> tuple[Endpoint, str]:
    """A new endpoint and its secret, said once. It gets what happens from now on.

    `store` None: the whole agency's. Raises AddressRefused, EndpointWrong, EndpointBeyondReach,
    TooManyEndpoints.
    """
    _check_reach(actor, store, is_test=is_test)
    columns = _checked(wish)
    _wait_for_others(actor.agency_id)
    if Endpoint.objects.standing().filter(agency_id=actor.agency_id).count() >= MOST_OF_AN_AGENCY:
        raise TooManyEndpoints(
            _("An agency has at most %(n)s endpoints. Remove one that is not used.")
            % {"n": MOST_OF_AN_AGENCY}
        )
    secret, head = signing.new_secret(), places.head_of_feed()
    endpoint = Endpoint.objects.create(
        agency_id=actor.agency_id,
        store=store,
        is_test=is_test,
        secret=secret,
        cursor_xid=head.xid,
        cursor_id=head.id,
        created_by=actor.label[:254],
        created_at=now,
        changed_at=now,
        **columns,
    )
    endpoint.refresh_from_db()  # its public id is the database's
    return endpoint, secret


@transaction.atomic
def change_endpoint(*, endpoint: Endpoint, wish: EndpointWish, now: datetime) -> Endpoint:
    """From now on it is so; what was made for it before goes as it is, to the new address.

    Raises AddressRefused, EndpointWrong.
    """
    columns = _checked(wish)
    row = _locked(endpoint)
    if columns["url"] != row.url:
        columns |= _FARES_WELL
        Delivery.objects.filter(endpoint=row, state=DeliveryState.WAITING).update(next_at=now)
        jobs.defer("outbound.send_due")
    Endpoint.objects.filter(pk=row.pk).update(**columns, changed_at=now)
    endpoint.refresh_from_db()
    return endpoint


@transaction.atomic
def pause_endpoint(*, endpoint: Endpoint, now: datetime) -> bool:
    """Nothing leaves for it until it is enabled; events wait in the feed. False if it was so."""
    active = Endpoint.objects.filter(pk=endpoint.pk, state=EndpointState.ACTIVE)
    is_news = bool(active.update(state=EndpointState.PAUSED, changed_at=now))
    endpoint.refresh_from_db()
    return is_news


@transaction.atomic
def enable_endpoint(*, endpoint: Endpoint, from_now: bool = False, now: datetime) -> bool:
    """Go on where it stopped, paused or switched off: nothing was lost. False if it is active.

    `from_now` leaves out what happened meanwhile, and what still waited.
    """
    row = _locked(endpoint)
    if row.state == EndpointState.ACTIVE:
        return False
    changed: dict[str, Any] = {
        **_FARES_WELL,
        "state": EndpointState.ACTIVE,
        "disabled_because": "",
        "disabled_at": None,
        "changed_at": now,
    }
    waiting = Delivery.objects.filter(endpoint=row, state=DeliveryState.WAITING)
    if from_now:
        head = places.head_of_feed()
        changed |= {"cursor_xid": head.xid, "cursor_id": head.id}
        waiting.update(state=DeliveryState.SKIPPED, settled_at=now)
        _stop_replays(row, now)
    else:
        waiting.update(next_at=now, round_count=0)
    Endpoint.objects.filter(pk=row.pk).update(**changed)
    endpoint.refresh_from_db()
    jobs.defer("outbound.read_on")
    jobs.defer("outbound.send_due")
    return True


@transaction.atomic
def rotate_secret(*, endpoint: Endpoint, at_once: bool = False, now: datetime) -> str:
    """A new secret, said once. The one before signs as well for OVERLAP, or ends now.

    Of an earlier one still overlapping nothing stays: at most two live.
    """
    row = _locked(endpoint)
    secret = signing.new_secret()
    row.previous_secret = "" if at_once else row.secret
    row.previous_secret_ends_at = None if at_once else now + OVERLAP
    row.secret, row.rotated_at, row.changed_at = secret, now, now
    row.save(
        update_fields=[
            *("secret", "previous_secret", "previous_secret_ends_at"),
            *("rotated_at", "changed_at"),
        ]
    )
    endpoint.refresh_from_db()
    return secret


@transaction.atomic
def end_previous_secret(*, endpoint: Endpoint, now: datetime) -> bool:
    """From now on only the newest secret signs. False if there was no other."""
    _locked(endpoint)
    overlapping = Endpoint.objects.filter(pk=endpoint.pk).exclude(previous_secret="")
    is_news = bool(
        overlapping.update(previous_secret="", previous_secret_ends_at=None, changed_at=now)
    )
    endpoint.refresh_from_db()
    return is_news


@transaction.atomic
def remove_endpoint(*, endpoint: Endpoint, now: datetime) -> None:
    """Nothing leaves for it any more, and nobody sees it; its rows go bit by bit (forgetting.py).

    Its secrets are gone at once.
    """
    row = _locked(endpoint)
    _stop_replays(row, now)
    row.state, row.changed_at = EndpointState.REMOVED, now
    row.secret = row.previous_secret = ""
    row.previous_secret_ends_at = None
    row.save(
        update_fields=[
            *("state", "changed_at", "secret"),
            *("previous_secret", "previous_secret_ends_at"),
        ]
    )


_FARES_WELL: Final[dict[str, Any]] = {
    "failing_since": None,
    "failures_count": 0,
    "last_error": "",
    "rests_until": None,
    "is_slow": False,
}


def _locked(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.standing().select_for_update(no_key=True).get(pk=endpoint.pk)


def _stop_replays(endpoint: Endpoint, now: datetime) -> None:
    running = Replay.objects.filter(endpoint=endpoint, state=ReplayState.RUNNING)
    running.update(state=ReplayState.CANCELLED, ended_at=now)


def _check_reach(actor: Actor, store: Store | None, *, is_test: bool) -> None:
    if store is None and not actor.has_all_stores:
        raise EndpointBeyondReach(
            _("You do not see all stores of the agency: name the store that it is for.")
        )
    if store is not None and store.pk not in actor.store_ids:
        raise EndpointBeyondReach(_("There is no such store here."))
    if actor.is_test and not is_test:
        raise EndpointBeyondReach(_("A test key makes test endpoints only: mark it as one."))
    if store is not None and store.is_sandbox and not is_test:
        raise EndpointBeyondReach(
            _("This is a sandbox store, which only test endpoints hear: mark it as one.")
        )
    if store is not None and is_test and not store.is_sandbox:
        raise EndpointBeyondReach(
            _("A test endpoint hears sandbox stores only, and this is none: take the mark away.")
        )


def _checked(wish: EndpointWish) -> dict[str, Any]:
    """The columns of what was wished. See common/outgoing for which addresses may be called."""
    unknown = sorted(set(wish.kinds) - set(ActivityKind.values))
    if unknown:
        raise EndpointWrong({"kinds": _("There is no event %(kind)s.") % {"kind": unknown[0][:40]}})
    url = check_url(wish.url)
    if len(url) > _LONGEST_URL:
        raise EndpointWrong({"url": _("The address is too long: at most 2000 characters.")})
    kinds = [kind for kind in ActivityKind.values if kind in wish.kinds]
    return {"url": url, "description": wish.description.strip()[:200], "kinds": kinds}


def _wait_for_others(agency_id: int) -> None:
    """Nobody else counts this agency's endpoints until this transaction ends."""
    with connection.cursor() as cursor:
        name = f"outbound.endpoints:{agency_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
