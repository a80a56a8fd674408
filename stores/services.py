"""What may be done to stores and their keys."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from common import jobs
from common.errors import DomainError
from stores import keys
from stores.access import Actor
from stores.data import KeyGrant, ShopData
from stores.models import ApiKey, Credential, Store
from stores.scope import every_store

OVERLAP: Final = timedelta(days=1)
NOTED_EVERY: Final = timedelta(minutes=1)


class KeyBeyondReach(DomainError):
    """Nobody gives away more than they have: the verb or the store is not theirs."""

    code = "key-beyond-reach"


class KeyIsOver(DomainError):
    """A revoked or expired key cannot be rotated: make a new one."""

    code = "key-is-over"


@transaction.atomic
def record_shop(*, store: Store, data: ShopData, now: datetime) -> bool:
    """Keep what Shopify says of the shop; what it does not say stays. False if that is old news."""
    row = Store.objects.select_for_update().get(pk=store.pk)
    if row.changed_at and (data.changed_at is None or data.changed_at < row.changed_at):
        return False
    said = {name: getattr(data, name) for name in data.__slots__}
    columns = {name: value for name, value in said.items() if value}
    for name, value in columns.items():
        setattr(row, name, value)
        setattr(store, name, value)
    row.save(update_fields=list(columns))
    return True


@transaction.atomic
def record_uninstall(*, store: Store, now: datetime) -> bool:
    """Shopify disconnected the store: its tokens are wiped, nothing is asked or sent any more.

    False if it was so already. What signs its last webhooks stays, to know them by.
    """
    connected = Store.objects.filter(pk=store.pk).exclude(state=Store.State.UNINSTALLED)
    if not connected.update(state=Store.State.UNINSTALLED, uninstalled_at=now):
        return False
    wipe_tokens(store=store)
    jobs.defer("messaging.stop_disconnected", store_id=store.pk)
    store.state, store.uninstalled_at = Store.State.UNINSTALLED, now
    return True


def wipe_tokens(*, store: Store) -> None:
    """Forget all by which the shop could be asked. Whoever is asking it finds none."""
    kept = Credential.objects.select_for_update().filter(store=store).first()
    if kept is None:
        return
    kept.access_token = kept.refresh_token = kept.previous_refresh_token = ""
    kept.access_expires_at = kept.refresh_expires_at = kept.scopes_at = kept.lost_at = None
    kept.renewing_as = kept.renewing_until = None
    kept.scopes, kept.lost_reason = [], ""
    kept.save()


def create_key(*, grant: KeyGrant, actor: Actor, now: datetime) -> tuple[ApiKey, str]:
    """Make a key and say its text, once: only the hash of it is kept.

    Raises KeyBeyondReach where the actor lacks a verb or a store of the grant.
    """
    if grant.expires_at is not None and grant.expires_at <= now:
        raise KeyIsOver("The key would be expired from the start. Choose a later `expires_at`.")
    if more := keys.excess(grant, actor):
        raise KeyBeyondReach(more)
    text = keys.KeyText.new(is_test=grant.is_test)
    key = ApiKey.objects.create(
        agency_id=actor.agency_id,
        name=grant.name,
        lookup=text.lookup,
        secret_hash=text.secret_hash,
        is_test=grant.is_test,
        verbs=sorted(grant.verbs),
        has_all_stores=grant.store_ids is None,
        store_ids=sorted(grant.store_ids or ()),
        created_by=actor.label,
        expires_at=grant.expires_at,
    )
    return key, keys.Unseen(text)


def revoke_key(*, key: ApiKey, now: datetime) -> bool:
    """End a key at once. False if it was revoked before."""
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now))


@transaction.atomic
def rotate_key(
    *, key: ApiKey, actor: Actor, now: datetime, overlap: timedelta = OVERLAP
) -> tuple[ApiKey, str]:
    """Make a key with the same reach; the old one works on for `overlap`, while clients change.

    Raises KeyIsOver for a key that is, and KeyBeyondReach as create_key does.
    """
    old = ApiKey.objects.select_for_update().get(pk=key.pk)
    if not keys.is_alive(old, now):
        raise KeyIsOver("This key is revoked or expired. Make a new one.")
    made = create_key(grant=keys.grant_of(old), actor=actor, now=now)
    end = min(filter(None, (old.expires_at, now + overlap)))
    ApiKey.objects.filter(pk=old.pk).update(expires_at=end)
    return made


def find_key(*, text: str, now: datetime) -> ApiKey | None:
    """The living key of that text, with its agency; None for any other text. One query.

    Opens its own scope, as the key is what says whose to open. Notes the use once a minute.
    """
    said = keys.KeyText.read(text)
    if said is None:
        return None
    with every_store(because="a key says whose scope to open"):
        key = ApiKey.objects.select_related("agency").filter(lookup=said.lookup).first()
        if not said.opens(key) or key is None or not keys.is_alive(key, now):
            return None
        if is_use_stale(key, now):
            stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
            ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    return key


def is_use_stale(key: ApiKey, now: datetime) -> bool:
    """Whether it is time to note once more that the key is used."""
    return key.last_used_at is None or key.last_used_at <= now - NOTED_EVERY
