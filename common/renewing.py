"""Encrypted columns written anew by the newest key, table by table, however many rows there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from common.fields import EncryptedTextField, vault

AT_ONCE: Final = 200
_SEALED: Final = "sealed_"


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column of one table."""

    model: type[models.Model]
    name: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}"

    def count(self) -> int:
        return int(self._filled().count())

    def _filled(self) -> Any:
        sealed = Cast(self.name, models.TextField())
        rows = self.model._default_manager.annotate(**{f"{_SEALED}{self.name}": sealed})
        return rows.exclude(**{f"{_SEALED}{self.name}": ""}).exclude(**{f"{self.name}": None})

    def sealed_after(self, pk: int) -> list[tuple[int, Any]]:
        """The next rows as they stand in the table."""
        rows = self._filled().filter(pk__gt=pk).order_by("pk")
        return list(rows.values_list("pk", f"{_SEALED}{self.name}")[:AT_ONCE])

    def renew(self, pk: int, sealed: Any) -> bool:
        """Seal it anew, unless somebody has written it meanwhile. Raises InvalidToken."""
        row = self._filled().filter(pk=pk)
        text = row.values_list(self.name, flat=True).first()  # opened by any of the keys
        same = self._filled().filter(**{"pk": pk, f"{_SEALED}{self.name}": sealed})
        return bool(same.update(**{self.name: text}))


@dataclass(frozen=True, slots=True)
class KeyOfJson(Column):
    """A sealed text beneath one key of a column of JSON, as other packages keep theirs."""

    key: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}.{self.key}"

    def _filled(self) -> Any:
        sealed = KeyTextTransform(self.key, self.name)
        rows = self.model._default_manager.annotate(**{f"{_SEALED}{self.name}": sealed})
        return rows.exclude(**{f"{_SEALED}{self.name}": None})

    @transaction.atomic
    def renew(self, pk: int, sealed: Any) -> bool:
        rows = self._filled().filter(**{"pk": pk, f"{_SEALED}{self.name}": sealed})
        row = rows.select_for_update().first()
        if row is None:
            return False
        said = {**getattr(row, self.name), self.key: _anew(sealed.encode()).decode()}
        return bool(self.model._default_manager.filter(pk=pk).update(**{self.name: said}))


@dataclass(frozen=True, slots=True)
class Blob(Column):
    """Sealed bytes, which may be many: one row is in memory at a time."""

    def _filled(self) -> Any:
        return self.model._default_manager.all()

    def sealed_after(self, pk: int) -> list[tuple[int, Any]]:
        rows = self._filled().filter(pk__gt=pk).order_by("pk").values_list("pk", self.name)
        return [(row_id, bytes(sealed)) for row_id, sealed in rows[:1]]

    def renew(self, pk: int, sealed: Any) -> bool:
        same = self._filled().filter(**{"pk": pk, self.name: sealed})
        return bool(same.update(**{self.name: _anew(sealed)}))


def columns() -> list[Column]:
    """Every encrypted column there is, in the order of their names."""
    found = [
        Column(model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    return sorted(found, key=str)


def olds(column: Column) -> Iterator[tuple[int, Any]]:
    """Each row's id, and what an older key has sealed there; None: the newest key did.

    Stop between two, and begin again later.
    """
    newest, pk = Fernet(settings.NOTIFYHUB_ENCRYPTION_KEYS[0]), 0
    while rows := column.sealed_after(pk):
        for row_id, sealed in rows:
            pk = row_id
            yield pk, None if _is_by(newest, sealed) else sealed


def _anew(sealed: bytes) -> bytes:
    """Opened by any of the keys, sealed by the newest. Raises InvalidToken."""
    return vault().encrypt(vault().decrypt(sealed))


def _is_by(key: Fernet, sealed: str | bytes) -> bool:
    try:
        key.decrypt(sealed)
    except InvalidToken:
        return False
    return True
