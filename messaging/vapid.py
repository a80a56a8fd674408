"""Our key for notices on devices (RFC 8292): browsers subscribe to its public half."""

import base64
import functools

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def public_key() -> str:
    """As browsers want it; "" where the installation has no key and offers no notices."""
    private: str = settings.NOTIFYHUB_VAPID_PRIVATE_KEY
    return _public_half(private) if private else ""


@functools.cache
def _public_half(private: str) -> str:
    try:
        scalar = base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))
        number = int.from_bytes(scalar, "big")
        key = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    except ValueError as error:
        raise ImproperlyConfigured(
            "NOTIFYHUB_VAPID_PRIVATE_KEY is no private key on the curve P-256, as base64url"
        ) from error
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
