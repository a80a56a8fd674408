"""Who sends what, by sales channel: the part of that page, and its two deeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from common import pieces
from common.errors import DomainError
from desk import kinds
from messaging import by_channel
from messaging.by_channel import Told
from messaging.models import ChannelMode
from messaging.states import Teller
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

LOOKS: Final = {
    Teller.WE_SEND: ("good", "send"),
    Teller.SHOPIFY_SENDS: ("", "bag"),
    Teller.MARKETPLACE_SENDS: ("", "bag"),
    Teller.OFF: ("", "pause"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One channel and kind of which the store said something."""

    said: ChannelMode

    @property
    def channel(self) -> str:
        return str(self.said.get_sales_channel_display())

    @property
    def words(self) -> str:
        return kinds.words(self.said.kind)

    @property
    def badge(self) -> SafeString:
        teller = Teller(self.said.teller)
        tone, symbol = LOOKS[teller]
        return pieces.state(teller.label, tone=tone, symbol=symbol)

    @property
    def how(self) -> str:
        """What is otherwise about the mail itself."""
        said = []
        if self.said.instead:
            named = {"kind": kinds.words(self.said.instead)}
            said.append(gettext("sends instead: %(kind)s") % named)
        if self.said.variant_label:
            said.append(gettext("wording %(label)s") % {"label": self.said.variant_label})
        return ", ".join(said)


def shown(stores: Sequence[Store]) -> dict[str, Any]:
    """What the page shows of it. One query."""
    return {
        "by_channel": [Row(row) for row in by_channel.choices_of(store.pk for store in stores)],
        "channels": [(one.value, one.label) for one in by_channel.channels()],
        "channel_kinds": [(one.value, kinds.words(one)) for one in by_channel.kinds()],
        "tellers": Teller.choices,
        "stand_ins": sorted(
            (code, kinds.words(code))
            for code in {one for among in by_channel.INSTEAD.values() for one in among}
        ),
    }


def choose(request: HttpRequest, store_id: int) -> HttpResponse:
    """Say who tells the buyers of one channel."""
    store = _store(request, store_id)
    if not isinstance(store, Store):
        return store
    given = {name: request.POST.get(name, "") for name in ("kind", "channel", "teller")}
    if given["teller"] not in Teller:
        messages.error(request, gettext("Nothing was changed: choose who sends."))
        return _back(store)
    told = Told(
        Teller(given["teller"]),
        request.POST.get("instead", ""),
        request.POST.get("variant", "").strip()[:8],
    )
    try:
        row = by_channel.set_channel_mode(
            store=store,
            kind=given["kind"],
            sales_channel=given["channel"],
            told=told,
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _back(store)
    words = {"channel": row.get_sales_channel_display(), "kind": kinds.words(row.kind)}
    said = gettext("%(channel)s, %(kind)s:") % words
    messages.info(request, f"{said} {Teller(row.teller).label}.")
    return _back(store)


def clear(request: HttpRequest, store_id: int) -> HttpResponse:
    """Let the channel be as all orders again."""
    store = _store(request, store_id)
    if not isinstance(store, Store):
        return store
    kind, channel = request.POST.get("kind", ""), request.POST.get("channel", "")
    if by_channel.clear_channel_mode(store=store, kind=kind, sales_channel=channel):
        messages.info(request, gettext("It is as for all orders again."))
    return _back(store)


def _store(request: HttpRequest, store_id: int) -> Store | HttpResponse:
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    return store


def _back(store: Store) -> HttpResponse:
    return redirect(f"{reverse('admin:modes_changelist')}?store={store.pk}#channels")
