"""Archives of buyers' data as they stand in the table: sealed by NOTIFYHUB_ENCRYPTION_KEYS."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def sealed(data: bytes) -> bytes:
    return _vault().encrypt(data)


def opened(data: bytes) -> bytes:
    return _vault().decrypt(data)


def _vault() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.NOTIFYHUB_ENCRYPTION_KEYS])
