"""Secrets of a local installation: made once, kept in `.local/secrets/`, read by the owner only."""

import base64
import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec

from common.embedded import places

MAKERS: Final[dict[str, Callable[[], str]]] = {
    "token": lambda: secrets.token_urlsafe(48),
    "fernet": lambda: Fernet.generate_key().decode(),
    "p256": lambda: _private_scalar(),
}


def _private_scalar() -> str:
    """A private key on the curve P-256 as its 32 bytes, base64url without padding."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def local_secret(base: Path, name: str, kind: str) -> str:
    """The secret `name` of the project at `base`; made at first asking. `kind` is one of MAKERS."""
    path = places.home(base) / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(MAKERS[kind]())
        with contextlib.suppress(
            FileExistsError
        ):  # another process was first: its secret is the one
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text().strip()
