"""Who asks by a key, in one round trip for keys that this process has seen before.

# Note [What is kept of a key]
To find a key, its agency and its stores takes three statements, and as many rows as there are
stores; a request for one message takes one. So a process keeps the Actor it made of a key, beside
the versions (ctid, xmin) of all rows that it was made of. Each request asks the database for these
versions, before it looks at anything else; where one differs, or the key is over, the Actor is
made anew. Nothing is ever taken from the copy unasked: a key that was revoked, a store that was
connected or renamed a moment ago, in whichever process, counts from the next request on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import connection

from common.db import rowsecurity
from stores import services
from stores.access import Actor, actor_of_key
from stores.keys import KeyText, is_alive
from stores.models import ApiKey
from stores.scope import Scope

if TYPE_CHECKING:
    from common.db.base import DatabaseWrapper

MOST: Final = 1_000  # keys kept by a process
EVERYBODY: Final = Scope(stores=None, because="a key says whose scope to open").session_settings()
# Of an agency's stores a digest: one statement of one row, however many there are.
_VERSIONS: Final = """
SELECT key.ctid::text, key.xmin::text, agency.ctid::text, agency.xmin::text,
    (SELECT md5(string_agg(store.ctid::text || store.xmin::text, ' ' ORDER BY store.id))
     FROM stores_store AS store WHERE store.agency_id = key.agency_id)
FROM stores_apikey AS key JOIN stores_agency AS agency ON agency.id = key.agency_id
WHERE key.lookup = $1
"""


@dataclass(frozen=True, slots=True)
class _Known:
    key: ApiKey
    actor: Actor
    settings: rowsecurity.Settings
    versions: Sequence[Any]


_known: dict[str, _Known] = {}


def actor_by_key(text: str, now: datetime) -> Actor | None:
    """Whose key this text is; None for any other. One query; some more where anything has changed.

    Notes the use once a minute. See Note [What is kept of a key].
    """
    said = KeyText.read(text)
    if said is None:
        return None
    kept = _known.get(said.lookup)
    versions = _versions(said.lookup, kept.settings if kept else EVERYBODY)
    if kept and versions == kept.versions and _still_holds(kept.key, said, now):
        return kept.actor
    return _made(text, said.lookup, versions, now)


def _versions(lookup: str, then: rowsecurity.Settings) -> Sequence[Any] | None:
    """Of all rows that this key's Actor is made of; the session then sees what `then` says."""
    session = cast("DatabaseWrapper", connection)
    return session.one_seen(_VERSIONS, [lookup], by=EVERYBODY, then=then)


def _still_holds(key: ApiKey, said: KeyText, now: datetime) -> bool:
    return said.opens(key) and is_alive(key, now) and not services.is_use_stale(key, now)


def _made(text: str, lookup: str, versions: Sequence[Any] | None, now: datetime) -> Actor | None:
    key = services.find_key(text=text, now=now)
    if key is not None and services.is_use_stale(key, now):
        # That its use was noted made a new version of the key: this one is kept, not that before.
        versions = _versions(lookup, EVERYBODY)
        key = services.find_key(text=text, now=now)
    if key is None or versions is None:
        return None
    actor = actor_of_key(key)
    if len(_known) >= MOST:
        _known.clear()
    # The versions are older than what was made of them, if anything: then the next request sees it.
    _known[lookup] = _Known(key, actor, actor.reach.session_settings(), versions)
    return actor
