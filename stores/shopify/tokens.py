"""The token of a store's shop: whether there is one, and one that is good for now.

# Note [Whose turn it is to renew]
A token of an installed app lives an hour, and a refresh token is worth the next pair. Two who renew
at once would each void the other's, so one does, whose turn it is. A row lock held while Shopify
is asked would say so too, and would hold a transaction and a connection across the network for as
long as Shopify likes. So the lock is held twice for an instant: to take the turn (`renewing_as`,
until `renewing_until`), and to keep the pair, if the turn is still ours. In between
* the others go on with the token of before: it is renewed SKEW before its end, and SKEW > LEASE;
  only where nobody asked within that minute do they wait, at most as long as the turn lasts.
* a process may die. Its turn ends by itself, and nothing is lost: what Shopify answered it was not
  kept, so it was not used, and until a replacement is used the old refresh token is good.
Whose turn ran out before Shopify's answer came may be overtaken, and Shopify hear the two in either
order. Hence the previous refresh token is kept beside its replacement until that one has been used,
and is shown to Shopify where the replacement is refused. Only if both are the connection is lost.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common.killpoint import killpoint
from stores.models import Credential, LostReason, Store
from stores.shopify import app, granting
from stores.shopify.errors import Away, Disconnected, Refused

SKEW: Final = timedelta(seconds=60)
LEASE: Final = timedelta(seconds=30)  # beyond two conversations' deadlines
REST: Final = timedelta(seconds=5)  # after Shopify was away, before it is asked for tokens again
LOOK: Final = 0.1  # seconds between two looks at another's turn
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Turn:
    """Ours to renew: with these, in this order."""

    mine: uuid.UUID
    shop_domain: str
    tokens: tuple[str, ...] = field(repr=False)
    old: str = field(default="", repr=False)  # good for a while yet; "" if it is not


class Token:
    """What opens one store's shop, renewed as it is asked for. A Pass of the wire's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __repr__(self) -> str:
        return f"Token of store {self._store.pk}"

    def text(self) -> str:
        found = token_of(self._store)
        if not found:
            raise Disconnected("The store is not connected any more")
        return found

    def refused(self, text: str) -> None:
        record_refusal(store_id=self._store.pk, token=text, now=timezone.now())


def is_connected(store: Store) -> bool:
    """Whether this store's shop can be asked at all, now or once it is connected again.

    One statement.
    """
    if not _may_ask(store):
        return False
    return Credential.objects.filter(store=store).exclude(access_token="").exists()


@sensitive_variables()
def token_of(
    store: Store, *, clock: Clock = timezone.now, sleep: Callable[[float], None] = time.sleep
) -> str:
    """A token that the shop knows; "" if it cannot be asked: none, sandbox, or uninstalled.

    Raises Away while the store has to be connected again, and while no new token can be had. One
    statement, unless it is time to renew. Never call it inside a transaction.
    """
    if not _may_ask(store):
        return ""
    now = clock()
    kept = _kept(store.pk)
    if kept is None or not kept.access_token:
        return ""
    if kept.lost_at:
        raise Away("Shopify does not know our token: connect the store again")
    if not _is_due(kept, now):
        return kept.access_token
    return _renewed(store.pk, clock, sleep)


def renew(*, store: Store, clock: Clock = timezone.now) -> str:
    """Renew the token now, due or not, also of a lost connection. Raises Away or Disconnected."""
    return _renewed(store.pk, clock, time.sleep, is_wanted=True)


@transaction.atomic
@sensitive_variables()
def record_refusal(*, store_id: int, token: str, now: datetime) -> bool:
    """The shop answered 401: the store has to be connected again. False if that token is gone."""
    kept = Credential.objects.select_for_update().filter(store_id=store_id).first()
    if kept is None or kept.access_token != token or kept.lost_at:
        return False
    _lose(kept, LostReason.TOKEN_REFUSED, now)
    return True


def _may_ask(store: Store) -> bool:
    is_off = store.is_sandbox or store.state == Store.State.UNINSTALLED
    return not is_off and app.shop_of(store.shop_domain) == store.shop_domain.lower()


def _kept(store_id: int) -> Credential | None:
    return Credential.objects.filter(store_id=store_id).first()


def _is_due(kept: Credential, now: datetime) -> bool:
    return kept.access_expires_at is not None and kept.access_expires_at - SKEW <= now


@sensitive_variables()
def _renewed(
    store_id: int, clock: Clock, sleep: Callable[[float], None], *, is_wanted: bool = False
) -> str:
    end = clock() + LEASE + REST
    while clock() < end:
        found = _turn(store_id, clock(), is_wanted=is_wanted)
        if isinstance(found, str):
            return found
        if found is not None:
            return _renew(store_id, found, clock)
        sleep(LOOK)
    raise Away("Shopify gave no new token of this store yet", wait=REST.total_seconds())


@transaction.atomic
@sensitive_variables()
def _turn(store_id: int, now: datetime, *, is_wanted: bool) -> Turn | str | None:
    """Our turn; or a token that is good, so there is none to take; or None: wait for another's.

    See Note [Whose turn it is to renew].
    """
    kept = Credential.objects.select_for_update().filter(store_id=store_id).first()
    if kept is None or not kept.access_token:
        raise Disconnected("The store is not connected any more")
    if not is_wanted and not _is_due(kept, now):
        return kept.access_token
    is_good = not kept.lost_at and (kept.access_expires_at is None or kept.access_expires_at > now)
    if kept.renewing_until and kept.renewing_until > now:
        return kept.access_token if is_good else None
    with_these = tuple(filter(None, (kept.refresh_token, kept.previous_refresh_token)))
    if not with_these:
        if is_good:
            return kept.access_token
        raise Disconnected("The store's token has ended, and there is none to renew it by")
    turn = Turn(uuid.uuid4(), _domain(store_id), with_these, kept.access_token if is_good else "")
    Credential.objects.filter(pk=kept.pk).update(renewing_as=turn.mine, renewing_until=now + LEASE)
    return turn


def _domain(store_id: int) -> str:
    return str(Store.objects.values_list("shop_domain", flat=True).get(pk=store_id)).lower()


@sensitive_variables()
def _renew(store_id: int, turn: Turn, clock: Clock) -> str:
    for token in turn.tokens:
        try:
            grant = granting.by_refresh(shop_domain=turn.shop_domain, refresh_token=token)
        except granting.GrantRefused:
            continue
        except (Away, Refused) as error:
            return _rest(store_id, turn, error, clock())
        killpoint("stores.token_granted")
        kept = _keep(store_id, turn, token, grant, clock())
        killpoint("stores.token_kept")
        return kept
    _give_up(store_id, turn, clock())
    if turn.old:
        return turn.old
    raise Away("Shopify did not renew the store's token: connect the store again")


def _rest(store_id: int, turn: Turn, error: Exception, now: datetime) -> str:
    """Shopify was away, or our app is not known: no store's fault, so nothing is given up."""
    mine = Credential.objects.filter(store_id=store_id, renewing_as=turn.mine)
    mine.update(renewing_until=now + REST)
    if turn.old:
        return turn.old
    raise Away(str(error), wait=REST.total_seconds()) from None


@transaction.atomic
@sensitive_variables()
def _keep(store_id: int, turn: Turn, used: str, grant: granting.Grant, now: datetime) -> str:
    """Keep the pair, if it is still our turn. What was used is kept until its replacement is."""
    kept = Credential.objects.select_for_update().filter(store_id=store_id).first()
    if kept is None or not kept.access_token:  # uninstalled meanwhile
        raise Disconnected("The store is not connected any more")
    if kept.renewing_as != turn.mine:
        return kept.access_token
    kept.previous_refresh_token = used
    kept.renewing_as = kept.renewing_until = kept.lost_at = None
    kept.lost_reason = ""
    take_grant(kept, grant, now)
    kept.save()
    return grant.access_token


def take_grant(kept: Credential, grant: granting.Grant, now: datetime) -> None:
    """Write into the row, which is locked, what Shopify gave."""
    kept.access_token = grant.access_token
    kept.access_expires_at = _after(now, grant.expires_in)
    kept.refresh_token = grant.refresh_token
    kept.refresh_expires_at = _after(now, grant.refresh_expires_in)
    kept.scopes, kept.scopes_at = list(grant.scopes), now


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


@transaction.atomic
def _give_up(store_id: int, turn: Turn, now: datetime) -> None:
    kept = Credential.objects.select_for_update().filter(store_id=store_id).first()
    if kept is None or kept.renewing_as != turn.mine:
        return
    kept.renewing_as = kept.renewing_until = None
    _lose(kept, LostReason.REFRESH_REFUSED, now)


def _lose(kept: Credential, reason: LostReason, now: datetime) -> None:
    kept.lost_at, kept.lost_reason = now, reason
    kept.save()
