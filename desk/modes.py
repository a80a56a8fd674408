"""Who sends what: each store, and for each kind with words whether we, Shopify or nobody does."""

from dataclasses import dataclass
from itertools import permutations
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from desk import by_channel, kinds
from messaging import modes, queries
from messaging.models import DeliveryMode
from messaging.routing import Ways
from messaging.states import Channel, Mode
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from templates_app.data import NotificationKind

LOOKS: Final = {
    Mode.WE_SEND: ("good", "send"),
    Mode.SHOPIFY_SENDS: ("", "bag"),
    Mode.OFF: ("", "pause"),
}
# What the choice means for the buyer: said where it is made, and again when it was made.
MEANS: Final = {
    Mode.WE_SEND: _(
        "Buyers get ours from the next order on. Shopify's own goes out beside it until its "
        "template there is changed."
    ),
    Mode.SHOPIFY_SENDS: _(
        "Ours stays away from the next order on; orders are still recorded. Mind that Shopify's "
        "template says all that the buyer should know."
    ),
    Mode.OFF: _(
        "We send nothing from the next order on. Whether Shopify sends its own is decided there."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One store and one kind."""

    store: Store
    kind: NotificationKind
    said: DeliveryMode | None
    open_ways: frozenset[str]  # channels that the store has an account for

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """What may be chosen: value, words, and whether it is chosen now."""
        now = ",".join(self.said.channels if self.said else [Channel.EMAIL.value])
        offered = [Channel.EMAIL.value]
        if self.kind != NotificationKind.STAFF_NEW_ORDER:
            offered += [one for one in (Channel.PUSH, Channel.SMS) if one in self.open_ways]
        orders = [
            order for count in range(len(offered)) for order in permutations(offered, count + 1)
        ]
        values = [",".join(order) for order in orders]
        return [
            (value, _in_words(value), value == now)
            for value in (values if now in values else [now, *values])
        ]

    @property
    def has_choice(self) -> bool:
        return len(self.ways) > 1

    @property
    def may_text(self) -> bool:
        return Channel.SMS in self.open_ways

    @property
    def way_in_words(self) -> str:
        return _in_words(",".join(self.said.channels)) if self.said else ""

    @property
    def mode(self) -> Mode:
        return Mode(self.said.mode) if self.said else Mode.WE_SEND

    @property
    def badge(self) -> SafeString:
        tone, symbol = LOOKS[self.mode]
        return pieces.state(self.mode.label, tone=tone, symbol=symbol)

    @property
    def words(self) -> str:
        return kinds.words(self.kind)


def page(request: HttpRequest) -> HttpResponse:
    """The kinds of one store: the named one, else the first. Three queries beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    shown = [store for store in stores if str(store.pk) == named][:1] or list(stores[:1])
    said = queries.modes_of(store.pk for store in shown)
    channels = queries.channels_of(store.pk for store in shown)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Who sends what"),
        "crumbs": [(gettext("Who sends what"), "")],
        "choices": [
            Choice(store, kind, said.get((store.pk, kind.value)), frozenset(channels[store.pk]))
            for store in shown
            for kind in modes.kinds()
        ],
        "stores": stores,
        "store": shown[0] if shown else None,
        "has_ways": any(channels[store.pk] - {Channel.EMAIL} for store in shown),
        "meanings": [(mode.value, mode.label, MEANS[mode]) for mode in Mode],
        "may_change": may(request, Verb.MANAGE_STORES),
        **by_channel.shown(shown),
    }
    return TemplateResponse(request, "desk/modes.html", context)


def choose(request: HttpRequest, store_id: int) -> HttpResponse:
    """The form beside a store."""
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    _choose(request, store)
    return redirect(f"{reverse('admin:modes_changelist')}?store={store.pk}")


def _ways(request: HttpRequest) -> Ways | None:
    """As chosen; None where the form had no choice of them."""
    given = request.POST.get("channels", "")
    channels = tuple(name for name in given.split(",")[: len(Channel)] if name in Channel)
    return Ways(channels, "takes_phone_as_consent" in request.POST) if channels else None


def _in_words(value: str) -> str:
    """`EMAIL,SMS` as “E-mail, then text message”."""
    labels = [str(Channel(name).label) for name in value.split(",")]
    words = gettext(", then ").join(labels)
    return words[:1].upper() + words[1:]


def _choose(request: HttpRequest, store: Store) -> None:
    kind, wanted = request.POST.get("kind", ""), request.POST.get("mode", "")
    if wanted not in Mode:
        messages.error(request, gettext("Nothing was changed: choose who sends."))
        return
    actor, now = actor_of(request).label, timezone.now()
    try:
        row = modes.set_delivery_mode(
            store=store, kind=kind, mode=Mode(wanted), actor=actor, now=now, ways=_ways(request)
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    words: dict[str, Any] = {"store": store.name, "kind": kinds.words(row.kind)}
    said = gettext("%(store)s, %(kind)s:") % words
    messages.info(request, f"{said} {Mode(row.mode).label}. {MEANS[Mode(row.mode)]}")
