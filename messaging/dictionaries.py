"""What a store's bodies are packed against: a mail of the same words in the same brand.

# Note [No buyer in a dictionary]
A dictionary outlives the bodies that were packed against it, so it may hold nobody's data: it is
rendered for a sample order (templates_app/samples.py), in the store's own words and brand.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import transaction

from messaging.destinations import as_query
from messaging.instrument import Marks, instrument
from messaging.models import BodyDictionary
from messaging.packing import LONGEST_DICTIONARY, Words, plain
from templates_app import rendering, samples
from templates_app.models import Revision
from templates_app.rendering import CannotRender

_REMEMBERED: Final = 256  # 20 kB each
_remembered: OrderedDict[tuple[int, str], BodyDictionary] = OrderedDict()
_guard = threading.Lock()


def dictionary_of(
    *, store_id: int, revision: Revision, locale: str, brand: Mapping[str, Any], now: datetime
) -> BodyDictionary:
    """The store's dictionary for such mails, made at the first of them.

    No query once it is remembered; a row that is never changed cannot be remembered wrongly.
    """
    key = (store_id, _recipe(revision, locale, brand))
    known = _remembered.get(key)
    if known is not None:
        return known
    rows = BodyDictionary.objects.filter(store_id=store_id, recipe=key[1])
    found = rows.first()
    if found is None:
        words = _sample_mail(revision, locale, brand)
        made = BodyDictionary(store_id=store_id, recipe=key[1], words=words, made_at=now)
        BodyDictionary.objects.bulk_create([made], ignore_conflicts=True)
        found = rows.get()
    found.words = bytes(found.words)
    # What a roll-back takes away must not be remembered.
    transaction.on_commit(partial(_remember, key, found))
    return found


def _remember(key: tuple[int, str], dictionary: BodyDictionary) -> None:
    with _guard:
        _remembered[key] = dictionary
        if len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)


def _recipe(revision: Revision, locale: str, brand: Mapping[str, Any]) -> str:
    # 2: links carry their addresses.
    parts = orjson.dumps([2, revision.kind, revision.fingerprint, locale, brand])
    return hashlib.blake2b(parts, digest_size=16).hexdigest()


def _sample_mail(revision: Revision, locale: str, brand: Mapping[str, Any]) -> bytes:
    """See Note [No buyer in a dictionary]. Empty where the words fail on the sample."""
    sample = samples.dressed(samples.for_kind(revision.kind)["plain"](), brand)
    try:
        rendered = rendering.render(revision=revision, locale=locale, context=sample)
    except CannotRender:
        return b""
    mail = instrument(
        rendered.html,
        base_url=settings.NOTIFYHUB_BASE_URL,
        marks=Marks(click=lambda _index, url: as_query(url), open=""),
    )
    headers = [
        ("From", f"{brand.get('name', '')} <{brand.get('contact_email', '')}>"),
        ("To", ""),
        ("Reply-To", str(brand.get("contact_email", ""))),
        ("Subject", rendered.subject),
        ("Date", ""),
        ("Message-ID", "<"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Entity-Ref-ID", ""),
    ]
    words = Words(html=mail.html, text=rendered.text, headers=headers, links=mail.links)
    return plain(words)[-LONGEST_DICTIONARY:]
