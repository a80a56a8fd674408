"""API keys: what one looks like, whether it lives, and how far a grant reaches.

# Note [What a key looks like]
`nh_live_<12 to look up>_<43 of secret>`, `nh_test_…` for sandbox stores only. The prefix lets
scanners find a leaked key. The secret has 256 random bits, so its plain SHA-256 may be kept.
"""

import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Final, Self

from django.utils.translation import gettext

from stores.access import Actor
from stores.data import KeyGrant
from stores.models import ApiKey
from stores.roles import Verb

SHAPE: Final = re.compile(r"\Anh_(live|test)_([A-Za-z0-9]{12})_([A-Za-z0-9_-]{43})\Z")
NOBODY: Final = sha256(b"no key has this secret").digest()
_LETTERS: Final = string.ascii_letters + string.digits


class Unseen(str):
    """A secret of which no traceback and no report of an error shows anything."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<unseen>"


@dataclass(frozen=True, slots=True, repr=False)
class KeyText:
    """A key as the client holds it. See Note [What a key looks like]."""

    kind: str
    lookup: str
    secret: str

    @classmethod
    def new(cls, *, is_test: bool) -> Self:
        lookup = "".join(secrets.choice(_LETTERS) for _ in range(12))
        return cls("test" if is_test else "live", lookup, secrets.token_urlsafe(32))

    @classmethod
    def read(cls, text: str) -> Self | None:
        found = SHAPE.match(text)
        return cls(*found.groups()) if found else None

    def __str__(self) -> str:
        return f"nh_{self.kind}_{self.lookup}_{self.secret}"

    @property
    def is_test(self) -> bool:
        return self.kind == "test"

    @property
    def secret_hash(self) -> bytes:
        return sha256(self.secret.encode()).digest()

    def opens(self, key: ApiKey | None) -> bool:
        """Whether it is this key's text. Compares as long where there is no such key."""
        is_right = compare_digest(self.secret_hash, bytes(key.secret_hash) if key else NOBODY)
        return is_right and key is not None and key.is_test == self.is_test


def is_alive(key: ApiKey, now: datetime) -> bool:
    """Neither revoked nor expired."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def grant_of(key: ApiKey) -> KeyGrant:
    """What a key was given."""
    return KeyGrant(
        name=key.name,
        verbs=frozenset(key.verbs),
        store_ids=None if key.has_all_stores else frozenset(key.store_ids),
        is_test=key.is_test,
        expires_at=key.expires_at,
    )


def excess(grant: KeyGrant, actor: Actor) -> str:
    """What of the grant the actor does not have, as a sentence; empty if they have all of it."""
    if beyond := sorted(grant.verbs - (actor.verbs & set(Verb.values))):
        labels = dict(Verb.choices)
        named = ", ".join(str(labels[verb]) for verb in beyond)
        return gettext("You may not give what you do not have: %(verbs)s.") % {"verbs": named}
    if grant.store_ids is None and not actor.has_all_stores:
        return gettext("You do not see all stores: name those that the key is for.")
    if grant.store_ids is not None and not grant.store_ids <= actor.store_ids:
        return gettext("A key reaches only stores that you see yourself.")
    if actor.is_test and not grant.is_test:
        return gettext("A test key makes only test keys.")
    return ""
