"""Links that are a way in: the link goes out by mail, and only its hash is kept."""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Self


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """256 random bits, so that their plain SHA-256 may be kept."""

    text: str

    @classmethod
    def new(cls) -> Self:
        return cls(secrets.token_urlsafe(32))

    @property
    def hash(self) -> bytes:
        return sha256(self.text.encode()).digest()
