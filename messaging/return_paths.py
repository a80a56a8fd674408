"""Where mail comes back to: an address for each message, which nobody else can make.

# Note [Return paths]
A server that took a mail and cannot deliver it returns it to the envelope's sender. With
NOTIFYHUB_RETURN_DOMAIN that is an address which names the message (VERP) and is signed, so that a
returned mail tells its message whatever else the server wrote, and one that is made up tells none.
Only who got a mail knows its address: at most they say of their own that it came back. The local
part is in base32, since servers on the way may write it all in capitals.

The domain is ours and not the From header's, so SPF proves ours and not theirs: DMARC wants DKIM
of the sender's own domain. Hence nothing happens unless the setting is given.
"""

import base64
import binascii
import hashlib
import hmac
import re
from typing import Final
from uuid import UUID

from django.conf import settings

from messaging import tokens

_PREFIX: Final = "r-"
_MAC_SIZE: Final = 10
_LENGTH: Final = 42  # of 26 bytes in base32, without its padding
_MESSAGE_ID: Final = re.compile(r"\A<([0-9a-f]{32})@")


def address_for(message_id: str) -> str:
    """The return path of the mail with that Message-ID; "": it returns to who sends it."""
    domain, found = settings.NOTIFYHUB_RETURN_DOMAIN, _MESSAGE_ID.match(message_id)
    if not domain or not found:
        return ""
    name = bytes.fromhex(found[1])
    sealed = name + _mac(name, tokens.signing_key())
    local = base64.b32encode(sealed).rstrip(b"=").decode("ascii").lower()
    return f"{_PREFIX}{local}@{domain}"


def message_named(address: str) -> UUID | None:
    """Whose return path it is; None unless we made it."""
    local = address.strip().strip("<>").rpartition("@")[0].lower()
    text = local.removeprefix(_PREFIX)
    if not local.startswith(_PREFIX) or len(text) != _LENGTH or not text.isascii():
        return None
    try:
        raw = base64.b32decode(text.upper() + "=" * (-_LENGTH % 8))
    except binascii.Error:
        return None
    name, mac = raw[:-_MAC_SIZE], raw[-_MAC_SIZE:]
    known = tokens.keys()
    if not any(hmac.compare_digest(_mac(name, key), mac) for key in known):
        return None
    return UUID(bytes=name)


def _mac(name: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"return path\0" + name, hashlib.sha256)[:_MAC_SIZE]
