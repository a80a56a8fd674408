"""The addresses of every list of the admin: found, not written down, so that a new one is measured.

Each page whose name ends in `_changelist`; of the model admins each filter's choices, searches and
the fiftieth page; and by hand the pages that are lists by another name.
"""

import os
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from django.contrib import admin
from django.urls import get_resolver, reverse

from messaging.models import Message
from orders.models import Order
from stores.scope import store_scope
from tests.bench.crowd import Crowd

CHOICES: Final = int(os.environ.get("BENCH_CHOICES", "12"))  # of a filter
STORES: Final = 2  # of hundreds: the biggest and the next
DEEP: Final = int(os.environ.get("BENCH_DEEP", "50"))  # pages
SEARCHES: Final = ("#150000", "buyer1234@example.com", "ingrid", "solheim", "nobody at all")
TOGETHER: Final = {
    "orders_order_changelist": (
        "q=ingrid&message=FAILED",
        "tag=gift",
        "tag=urgent&payment=PENDING",
        "tag=nothing",
    ),
    "messaging_message_changelist": ("q=buyer1234@example.com&state=SENT",),
}


def addresses(client: Any, scene: Crowd) -> dict[str, str]:
    """What to measure, by a name for people."""
    found: dict[str, str] = {"cockpit": reverse("admin:index")}
    for name in sorted(names()):
        found.update(of_list(client, name))
    found.update(of_inbox(client, scene))
    found.update(of_one(scene))
    return found


def names() -> Iterator[str]:
    """Of every page that is a list, whoever made it."""
    resolvers: Any = get_resolver().url_patterns
    (site,) = [one for one in resolvers if getattr(one, "namespace", "") == "admin"]
    for pattern in _all(site.url_patterns):
        if (pattern.name or "").endswith("_changelist"):
            yield pattern.name


def _all(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _all(pattern.url_patterns)
        else:
            yield pattern


def of_list(client: Any, name: str) -> dict[str, str]:
    url = reverse(f"admin:{name}")
    found = {name: url}
    answer = client.get(url)
    shown = (answer.context or {}).get("cl") if answer.status_code == 200 else None
    if shown is None:
        return found
    for spec in shown.filter_specs:
        most = STORES if getattr(spec, "parameter_name", "") == "store" else CHOICES
        for code, _words in list(getattr(spec, "lookup_choices", ()))[:most]:
            query = f"{spec.parameter_name}={quote(str(code))}"
            found[f"{name}?{query}"] = f"{url}?{query}"
    if shown.model_admin.search_fields:
        for text in SEARCHES:
            found[f"{name}?q={text}"] = f"{url}?q={quote(text)}"
    for query in TOGETHER.get(name, ()):
        found[f"{name}?{query}"] = f"{url}?{query}"
    deep = _deep(client, url)
    return found | ({f"{name}, page {DEEP}": deep} if deep else {})


def _deep(client: Any, url: str) -> str:
    """The fiftieth page, walked to as a person would; "" where there are fewer."""
    link = ""
    for _ in range(DEEP - 1):
        shown = client.get(url + link).context["cl"]
        link = getattr(shown, "older_link", "")
        if not link:
            return ""
    return url + link


def of_inbox(client: Any, scene: Crowd) -> dict[str, str]:
    url = reverse("admin:messaging_message_inbox")
    inbox = f"{url}?store={scene.store.pk}"
    link = inbox
    for _ in range(DEEP - 1):
        answer = client.get(link)
        older = answer.context["inbox"].older if answer.status_code == 200 else ""
        if not older:
            break
        link = url + older
    with store_scope(scene.store.pk):
        newest = Message.objects.filter(store=scene.store, state="SENT").newest_first()[:1].get()
    return {
        "inbox": url,
        "inbox, a store": inbox,
        f"inbox, page {DEEP}": link,
        "inbox, a mail open": f"{inbox}&mail={newest.pk}",
        "inbox, its source": f"{inbox}&mail={newest.pk}&tab=source",
    }


def of_one(scene: Crowd) -> dict[str, str]:
    with store_scope(scene.store.pk):
        order = Order.objects.filter(store=scene.store).order_by("-pk")[:1].get()
        message = Message.objects.filter(order=order)[:1].get()
    page = reverse("admin:orders_order_change", args=[order.pk])
    return {
        "an order": page,
        "an order, its messages": f"{page}?show=messages",
        "an order, a message open": f"{page}?message={message.pk}",
        "a message": reverse("admin:messaging_message_change", args=[message.pk]),
    }


assert admin.site.is_registered(Order)
