"""API keys for tests, and a client that sends one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from stores import services
from stores.access import Actor
from stores.data import KeyGrant
from stores.models import Agency, ApiKey, Store
from stores.roles import Verb
from stores.scope import every_store


class KeyClient(Client):
    """Speaks JSON to the API with a key: `api.get("orders/")`, `api.post("keys/", {"name": …})`."""

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(raise_request_exception=False, **options)
        self.text = text

    def warm(self) -> None:
        """Let this process know the key and its stores in their newest version.

        See Note [What is kept of a key] in stores/known_keys.py.
        """
        self.get("me/")

    def generic(self, method: str, path: str, *args: Any, **extra: Any) -> Any:  # type: ignore[override]  # passed on
        if not path.startswith(("/", "http")):
            path = f"/api/v1/{path}"
        if self.text:
            extra["headers"] = {
                "Authorization": f"Bearer {self.text}",
                **(extra.get("headers") or {}),
            }
        return super().generic(method, path, *args, **extra)

    def post(self, path: str, data: Any = None, **extra: Any) -> Any:  # type: ignore[override]  # fewer ways
        return super().post(path, data or {}, "application/json", **extra)

    def get(self, path: str, data: Any = None, **extra: Any) -> Any:  # type: ignore[override]  # fewer ways
        if not path.startswith(("/", "http")):
            path = f"/api/v1/{path}"
        return super().get(path, data, **extra)


def make_key(
    agency: Agency,
    verbs: Iterable[Verb] = tuple(Verb),
    *,
    stores: list[Store] | None = None,
    is_test: bool = False,
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key and its text; for all stores of the agency, or for the named ones."""
    with every_store(because="a test makes a key"):
        of_agency = tuple(Store.objects.filter(agency=agency))
        actor = Actor(
            agency_id=agency.pk,
            agency_name=agency.name,
            store_ids=frozenset(store.pk for store in of_agency),
            verbs=frozenset(Verb),
            label="A test",
            has_all_stores=True,
            stores=of_agency,
        )
        grant = KeyGrant(
            name="ERP",
            verbs=frozenset(map(str, verbs)),
            store_ids=None if stores is None else frozenset(store.pk for store in stores),
            is_test=is_test,
            expires_at=expires_at,
        )
        return services.create_key(grant=grant, actor=actor, now=now or timezone.now())


def make_client(
    agency: Agency, verbs: Iterable[Verb] = tuple(Verb), *, stores: list[Store] | None = None
) -> KeyClient:
    """A client with a new key."""
    return KeyClient(make_key(agency, verbs, stores=stores)[1])
