"""What a text message costs, in words: the same in the editor and on the message's page."""

import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import gsm
from messaging import tokens
from stores.models import Store, TrackingMode

_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def measured(text: str) -> str:
    """“2 parts, Unicode because of: ê”, of a text as it leaves; "" for no text."""
    found = gsm.measure(gsm.plain_signs(text))
    if not found.part_count:
        return ""
    parts = ngettext("%(count)d part", "%(count)d parts", found.part_count)
    words = {"parts": parts % {"count": found.part_count}, "signs": " ".join(found.odd_signs[:8])}
    if found.is_unicode:
        return _("%(parts)s as SMS, Unicode because of: %(signs)s") % words
    return _("%(parts)s as SMS, in GSM's alphabet") % words


def foretold(text: str, store: Store | None) -> str:
    """The same of a text whose links will be the store's. Without a store, of words for many."""
    if store is not None and store.tracks is not TrackingMode.INDIVIDUAL:
        return measured(text)  # they lead straight to where they lead
    base_url = store.tracking_url if store else settings.NOTIFYHUB_BASE_URL
    # About as long as a link of a store with many messages.
    link = f"{base_url}/t/c/{tokens.click_token(100_000, 10_000_000, 0)}"
    return measured(_LINK.sub(link, text))
