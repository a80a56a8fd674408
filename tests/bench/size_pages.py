"""What `script/bench size` asks of a database: pages of the admin and lists of the API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.bench import crowd, lists
from tests.bench.api_cases import ask, got, walked

WHOLE: Final = (  # with each of their filters, searches and the fiftieth page
    "orders_order_changelist",
    "messaging_message_changelist",
    "intake_webhook_changelist",
)
FIGURES: Final = ("store", "kind", "template", "variant", "locale", "source", "product")
PENDING, FAILED = "financial_state=PENDING", "state=FAILED"
DEEP: Final = 4 * lists.DEEP


@dataclass(slots=True)
class Page:
    """One address, how to ask it, and what was found."""

    area: str
    name: str
    get: Callable[[], int]  # the answer's status
    status: int = 0
    queries: int = 0
    plans: list[dict[str, Any]] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)


def all_of(application: Any, key: str) -> list[Page]:
    """Of the database at hand."""
    scene = crowd.found_again()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=scene.owner.user_id))
    pages = [
        Page(area, name, _of_page(client, url)) for area, name, url in _of_admin(client, scene)
    ]
    pages += [
        Page("API", name, _of_api(application, url, key)) for name, url in _of_key(application, key)
    ]
    return pages


def _of_page(client: Client, url: str) -> Callable[[], int]:
    return lambda: client.get(url).status_code


def _of_api(application: Any, url: str, key: str) -> Callable[[], int]:
    return lambda: ask(application, url, key).status


def _of_admin(client: Client, scene: crowd.Crowd) -> Iterator[tuple[str, str, str]]:
    yield "dashboards", "cockpit", reverse("admin:index")
    figures = reverse("admin:figures_changelist")
    for by in FIGURES:
        yield "dashboards", f"figures of all stores by {by}", f"{figures}?by={by}"
    yield "dashboards", "figures of the biggest store", f"{figures}?store={scene.store.pk}"
    yield "dashboards", "health of a store", reverse("admin:store_health", args=[scene.store.pk])
    for name, url in lists.of_one(scene).items():
        yield "order page", name, url
    for name, url in _lists(client, scene):
        yield "admin lists", name, url


def _lists(client: Client, scene: crowd.Crowd) -> Iterator[tuple[str, str]]:
    yield from lists.of_inbox(client, scene).items()
    for name in sorted(lists.names()):
        if name in WHOLE:
            yield from lists.of_list(client, name).items()
            continue
        url = reverse(f"admin:{name}")
        if name != "figures_changelist" and client.get(url).status_code == 200:
            yield name, url


def _of_key(application: Any, key: str) -> Iterator[tuple[str, str]]:
    at = "/api/v1"
    for what, state in (("orders", PENDING), ("messages", FAILED)):
        first = got(application, f"{at}/{what}/", key)["results"][0]
        store = first["store"]["id"]
        yield f"{what}: first page", f"{at}/{what}/"
        yield f"{what}: first page, {state}", f"{at}/{what}/?{state}"
        yield f"{what}: a store's first page", f"{at}/{what}/?store={store}"
        yield (
            f"{what}: a store's first page, {state}",
            f"{at}/{what}/?store={store}&{state}",
        )
        yield f"{what}: page {DEEP}", walked(application, f"{at}/{what}/", key, DEEP)
        yield f"{what}: detail", f"{at}/{what}/{first['id']}/"
    events = f"{at}/events/"
    yield "events: first page", events
    yield "events: of a store", f"{events}?store={store}"
    yield "events: since a time", f"{events}?since=2026-01-01T00:00:00Z"
    yield "figures: of all stores", f"{at}/figures/"
    yield "figures: of a store", f"{at}/figures/?store={store}"
