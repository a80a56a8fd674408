"""A push service on this machine: it answers as browsers' makers' do, and can read what it got.

The device's private key is at hand here, so that a test sees what the buyer would.
"""

import base64
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from messaging.envelope import Device
from tests.messaging.mail_services import Answer

# Ours, by which notices are signed: 32 bytes of P-256.
PRIVATE_KEY = base64.urlsafe_b64encode(
    ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")
).decode()


@dataclass
class Browser:
    """A device with keys of its own, subscribed at the service under `path`."""

    path: str = "/push/one"
    public_id: UUID = field(default_factory=uuid4)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"sixteen bytes at"

    @property
    def p256dh(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def at(self, url: str) -> Device:
        auth = base64.urlsafe_b64encode(self.auth).rstrip(b"=").decode()
        return Device(self.public_id, url.rstrip("/") + self.path, self.p256dh, auth)

    def read(self, body: bytes) -> dict[str, Any]:
        """What the device's worker gets."""
        text = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"
        )
        said: dict[str, Any] = json.loads(text)
        return said


def signer_of(authorization: str) -> tuple[str, dict[str, Any]]:
    """The public key and the claims of a `vapid` header, its signature checked (RFC 8292)."""
    found = re.fullmatch(r"vapid t=([\w-]+\.[\w-]+\.[\w-]+),\s*k=([\w-]+)", authorization)
    assert found, authorization
    head, claims, signature = found[1].split(".")
    raw = _bytes(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(found[2]))
    numbers = [int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")]
    der = utils.encode_dss_signature(*numbers)
    point.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    said: dict[str, Any] = json.loads(_bytes(claims))
    assert time.time() < said["exp"] < time.time() + 24 * 3600
    return found[2], said


def taken() -> Answer:
    return Answer(201, "", {"Location": "https://push.example/m/4711"})


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
