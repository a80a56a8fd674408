"""What buyers ask for, of all stores: longest waiting first, each with its answer beside it."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import pieces
from common.errors import DomainError
from common.keyset import Place, read_place
from orders.models import LineItem
from statuspage import asking, requests_listing, telling_shops
from statuspage.asking_words import reason_in_words
from statuspage.models import BuyerRequest, RequestKind, RequestState, ShopState
from stores.admin_base import actor_of, may
from stores.roles import Verb

ON_A_PAGE: Final = 50
LOOKS: Final = {
    RequestKind.ADDRESS: ("hold", "pencil"),
    RequestKind.PROBLEM: ("warn", "unknown"),
    RequestKind.RETURN: ("mute", "resend"),
}
STATES: Final = (*RequestState.values, requests_listing.NOT_TOLD)


@dataclass(frozen=True, slots=True)
class Row:
    """One request as a line of the queue."""

    request: BuyerRequest
    titles: dict[int, str]  # of the order's lines, by their place

    @property
    def badge(self) -> SafeString:
        tone, symbol = LOOKS[RequestKind(self.request.kind)]
        return pieces.state(self.request.get_kind_display(), tone=tone, symbol=symbol)

    @property
    def reason(self) -> str:
        return reason_in_words(self.request)

    @property
    def address(self) -> list[str]:
        """Line by line, as it would stand on the parcel."""
        data: dict[str, Any] = self.request.data
        if self.request.kind != RequestKind.ADDRESS or not data:
            return []
        town = f"{data.get('zip', '')} {data.get('city', '')}".strip()
        parts = (*(data.get(name, "") for name in ("name", "company", "address1", "address2")),)
        return [part for part in (*parts, town, data.get("country", "")) if part]

    @property
    def goods(self) -> list[str]:
        """What should come back, and how many of each."""
        if self.request.kind != RequestKind.RETURN:
            return []
        return [
            f"{each['quantity']} × {self.titles.get(each.get('place', -1), _('a line'))}"
            for each in self.request.data.get("lines", [])
        ]

    @property
    def is_open(self) -> bool:
        return self.request.state == RequestState.OPEN

    @property
    def not_told(self) -> str:
        """Why Shopify does not know what was granted; "" where it does, or need not."""
        if self.request.shop_state != ShopState.FAILED:
            return ""
        if self.request.shop_detail == telling_shops.NO_WAY:
            return _("The store is not connected, so Shopify was not told.")
        return self.request.shop_detail or _("Shopify did not answer for a day.")


def page(request: HttpRequest) -> HttpResponse:
    """The queue. Four queries beside who asks."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    actor = actor_of(request)
    chosen = {name: request.GET.get(name, "") for name in ("store", "kind", "state")}
    chosen["state"] = chosen["state"] if chosen["state"] in STATES else RequestState.OPEN
    store_ids = [
        one.pk for one in actor.stores if not chosen["store"] or str(one.pk) == chosen["store"]
    ]
    is_known = not chosen["kind"] or chosen["kind"] in RequestKind.values
    place = read_place(request.GET.get("after"))
    found = requests_listing.queue(
        store_ids=store_ids if is_known else [],
        state=chosen["state"],
        kind=chosen["kind"],
        after=(place.at, place.id) if place else None,
        limit=ON_A_PAGE + 1,
    )
    rows = _rows(found[:ON_A_PAGE])
    more = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    context = {
        **admin.site.each_context(request),
        "title": _("Buyers' requests"),
        "crumbs": [(_("Buyers' requests"), "")],
        "verdict": _verdict(chosen["state"], len(rows), is_whole=more is None and place is None),
        "rows": rows,
        "more": _link(chosen, after=str(Place(more.asked_at, more.pk))) if more else "",
        "first": _link(chosen) if place else "",
        "stores": actor.stores,
        "kinds": RequestKind.choices,
        "states": [
            *RequestState.choices,
            (requests_listing.NOT_TOLD, _("Shopify does not know it")),
        ],
        "chosen": chosen,
        "may_answer": may(request, Verb.HANDLE_PARCELS),
    }
    return TemplateResponse(request, "desk/requests.html", context)


def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The buttons beside a request: do it, or refuse it; both with a word to the buyer."""
    asked = _posted(request, public_id)
    if isinstance(asked, HttpResponse):
        return asked
    is_granted = request.POST.get("do") == "grant"
    try:
        is_new = asking.settle_request(
            request=asked,
            is_granted=is_granted,
            answer=request.POST.get("answer", ""),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, f"{asked.order}: {refusal}")
        return _back(request)
    said = _("%(order)s: done, and the buyer is told.")
    if not is_granted:
        said = _("%(order)s: refused, and the buyer is told why.")
    if not is_new:
        said = _("%(order)s: this was answered before, so nothing was sent.")
    messages.info(request, said % {"order": asked.order})
    return _back(request)


def tell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell Shopify once more, or note that a person changed it there."""
    asked = _posted(request, public_id)
    if isinstance(asked, HttpResponse):
        return asked
    if request.POST.get("do") == "by-hand":
        telling_shops.told_by_hand(request=asked)
        messages.info(request, _("%(order)s: noted.") % {"order": asked.order})
    elif telling_shops.tell_again(request=asked, now=timezone.now()):
        messages.info(request, _("%(order)s: Shopify is told again.") % {"order": asked.order})
    return _back(request)


def _posted(request: HttpRequest, public_id: UUID) -> BuyerRequest | HttpResponse:
    rows = BuyerRequest.objects.select_related("order", "store")
    asked = rows.filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied
    return asked


def _rows(found: list[BuyerRequest]) -> list[Row]:
    back = [row.order_id for row in found if row.kind == RequestKind.RETURN]
    titles: dict[int, dict[int, str]] = {}
    for line in LineItem.objects.filter(order_id__in=back).only("order_id", "position", "title"):
        titles.setdefault(line.order_id, {})[line.position] = line.title
    return [Row(row, titles.get(row.order_id, {})) for row in found]


def _verdict(state: str, count: int, *, is_whole: bool) -> str:
    if state == requests_listing.NOT_TOLD:
        words = ngettext(
            "Shopify does not know of %(n)s new address.",
            "Shopify does not know of %(n)s new addresses.",
            count,
        )
        return words % {"n": formats.number_format(count)} if count else _("Shopify knows it all.")
    if state != RequestState.OPEN:
        return _("What buyers asked for")
    if not count:
        return _("No buyer waits for an answer.")
    number = {"n": formats.number_format(count)}
    if not is_whole:
        return _("More than %(n)s buyers wait for an answer.") % number
    words = ngettext("%(n)s buyer waits for an answer.", "%(n)s buyers wait for an answer.", count)
    return words % number


def _link(chosen: dict[str, str], **changes: str) -> str:
    return "?" + urlencode({**{key: value for key, value in chosen.items() if value}, **changes})


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if wanted and is_ours else reverse("admin:requests_changelist"))
