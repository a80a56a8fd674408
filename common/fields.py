"""Model fields that Django lacks."""

from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def _vault() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.NOTIFYHUB_ENCRYPTION_KEYS])


class EncryptedTextField(models.TextField[str, str]):
    """Text that stands encrypted in the table: Fernet (AES-128-CBC, HMAC-SHA256), newest key first.

    Keys come from NOTIFYHUB_ENCRYPTION_KEYS; the first encrypts, all decrypt, so keys can rotate.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        if not text:
            return text
        return _vault().encrypt(text.encode()).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        return _vault().decrypt(value.encode()).decode()
