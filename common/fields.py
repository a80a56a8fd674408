"""Model fields that Django lacks."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def vault() -> MultiFernet:
    """What encrypts and decrypts: by the first key, by any key."""
    return MultiFernet([Fernet(key) for key in settings.NOTIFYHUB_ENCRYPTION_KEYS])


class Opened(str):
    """A text that came out of a table, with what it stood sealed as."""

    __slots__ = ("sealed",)
    sealed: str


def _is_of_newest_key(sealed: str) -> bool:
    try:
        Fernet(settings.NOTIFYHUB_ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


class EncryptedTextField(models.TextField[str, str]):
    """Text that stands encrypted in the table: Fernet (AES-128-CBC, HMAC-SHA256), newest key first.

    Keys come from NOTIFYHUB_ENCRYPTION_KEYS; the first encrypts, all decrypt, so keys can rotate.
    What is saved as it was read stays sealed as it was: a row that did not change does not look so.
    """

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Opened) and _is_of_newest_key(value.sealed):
            return value.sealed
        text = super().get_prep_value(value)
        if not text:
            return text
        return vault().encrypt(text.encode()).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        opened = Opened(vault().decrypt(value.encode()).decode())
        opened.sealed = value
        return opened
