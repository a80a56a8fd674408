"""What a text message costs, in words: the same in the editor and on the message's page."""

import re
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import gsm
from messaging import tokens

_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def measured(text: str) -> str:
    """“2 parts, Unicode because of: ê”, with links as long as ours will be; "" for no text."""
    found = gsm.measure(gsm.plain_signs(_LINK.sub(_link_of_ours(), text)))
    if not found.part_count:
        return ""
    parts = ngettext("%(count)d part", "%(count)d parts", found.part_count)
    words = {"parts": parts % {"count": found.part_count}, "signs": " ".join(found.odd_signs[:8])}
    if found.is_unicode:
        return _("%(parts)s as SMS, Unicode because of: %(signs)s") % words
    return _("%(parts)s as SMS, in GSM's alphabet") % words


def _link_of_ours() -> str:
    """About as long as a link of a store with many messages."""
    return f"{settings.NOTIFYHUB_BASE_URL}/t/c/{tokens.click_token(100_000, 10_000_000, 0)}"
