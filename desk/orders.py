"""The orders' list and page."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from desk import order_page, states
from desk.filters import GoodsFilter, MessageFilter, PaymentFilter, StoreFilter, TagFilter
from desk.forms import NoteForm, TagForm
from desk.resending import Resending, read_resending
from messaging import correcting
from messaging.models import Message
from orders import services
from orders.models import Order
from orders.queries import matching
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.middleware import zone
from stores.roles import Verb

CHANGE = "admin:orders_order_change"


class OrderAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_ORDERS
    keyset_time = "placed_at"
    list_display = ("order", "buyer", "placed", "total", "payment", "goods", "message")
    list_display_links = ("order",)
    list_select_related = ("store",)
    list_filter = (StoreFilter, MessageFilter, PaymentFilter, GoodsFilter, TagFilter)
    search_fields = ("name",)  # says that there is a search; see get_search_results
    search_help_text = _("Number, e-mail, or how a name begins")
    actions = None
    empty_words = _("Orders appear here seconds after they are placed, once a store is connected.")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By equality and ranges: see Note [Searches under row-level security]."""
        if not search_term.strip():
            return queryset, False
        return matching(queryset, search_term), False  # type: ignore[arg-type]  # the model's own queryset

    def dress(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        """Each order's newest message, which its last column shows."""
        newest: dict[int, Message] = {}
        if may(request, Verb.VIEW_MESSAGES):
            of_page = Message.objects.to_buyers().filter(order_id__in=[row.pk for row in rows])
            for message in of_page.order_by("id"):
                newest[message.order_id or 0] = message
        for row in rows:
            row.newest_message = newest.get(row.pk)
        return rows

    @admin.display(description=_("order"))
    def order(self, row: Order) -> SafeString:
        number = format_html('<bdi dir="ltr">{}</bdi>', row.name or row.shopify_id)
        test = pieces.tag(gettext("test")) if row.is_test else ""
        return format_html("<b>{}</b> {}", number, test)

    @admin.display(description=_("buyer"))
    def buyer(self, row: Order) -> SafeString:
        name = row.buyer_name or row.email or pieces.EMPTY
        return format_html(
            '<span class="clip" title="{0}"><bdi>{0}</bdi></span>'
            '<span class="under">{1} <bdi>{2}</bdi></span>',
            name,
            pieces.country(row.store.country),
            row.store.name,
        )

    @admin.display(description=_("placed"))
    def placed(self, row: Order) -> SafeString:
        return pieces.both_times(row.placed_at)

    @admin.display(description=_("total"))
    def total(self, row: Order) -> SafeString:
        return pieces.money(row.total_minor, row.currency, row.store.locale)

    @admin.display(description=_("payment"))
    def payment(self, row: Order) -> SafeString:
        return states.of_payment(row)

    @admin.display(description=_("goods"))
    def goods(self, row: Order) -> SafeString:
        return states.of_goods(row)

    @admin.display(description=_("last message"))
    def message(self, row: Any) -> SafeString | str:
        newest: Message | None = row.newest_message
        return states.of_message(newest) if newest else pieces.EMPTY

    def get_urls(self) -> list[URLPattern]:
        deeds = {
            "note": self.add_note,
            "tag": self.add_tag,
            "untag": self.take_tag,
            "resend": self.resend,
        }
        ours = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(deed),
                name=f"orders_order_{name}",
            )
            for name, deed in deeds.items()
        ]
        return [*ours, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        order = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, order)

    def _page(
        self, request: HttpRequest, order: Order, resend: Resending | None = None
    ) -> HttpResponse:
        """The order's page; `resend`: its drawer as it was posted."""
        with timezone.override(zone(order.store.timezone)):
            page = order_page.gather(request, order, resend)
            response = TemplateResponse(
                request,
                "desk/order.html",
                {
                    **self.admin_site.each_context(request),
                    "title": order,
                    "opts": self.opts,
                    "crumbs": self._crumbs(order),
                    "page": page,
                    "payment": states.of_payment(order),
                    "goods": states.of_goods(order),
                    "trouble": order_page.trouble_words(page.trouble) if page.trouble else None,
                },
            )
            return response.render()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    def resend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The drawer's buttons: look (its answer is the drawer alone), preview, and send."""
        order = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.SEND_MESSAGES):
            raise PermissionDenied
        with timezone.override(zone(order.store.timezone)):
            drawer = read_resending(request, order, order_page.said_of(order))
            deed = request.POST.get("do", "send")
            if deed == "look":
                context = {"resend": drawer, "back": reverse(CHANGE, args=[order.pk])}
                return TemplateResponse(request, "desk/resend.html", context).render()
            if deed == "preview":
                drawer.shows_preview = True
                return self._page(request, order, drawer)
            try:
                sent = correcting.resend(correction=drawer.correction, now=timezone.now())
            except DomainError as refusal:
                drawer.error = str(refusal)
                return self._page(request, order, drawer)
        said = gettext("A new message goes to %(address)s. The first one stays as it is.")
        messages.info(request, said % {"address": sent.recipient})
        return redirect(CHANGE, order.pk)

    def add_note(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.NOTE_ORDERS):
            raise PermissionDenied
        form = NoteForm(request.POST)
        if form.is_valid():
            actor = actor_of(request)
            services.add_note(
                order=order,
                author_id=actor.user_id,
                author_name=actor.label,
                text=form.cleaned_data["text"],
                now=timezone.now(),
            )
            messages.info(request, gettext("The note stands on the timeline. Only staff see it."))
        else:
            messages.error(
                request, gettext("Nothing was noted: write at least a word, at most 4,000.")
            )
        return redirect("admin:orders_order_change", order.pk)

    def add_tag(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Nothing need be said of what worked: the tag stands there, and on the timeline."""
        return self._retag(
            request, object_id, services.tag_order, gettext("The order has this tag already.")
        )

    def take_tag(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._retag(
            request, object_id, services.untag_order, gettext("The order has no such tag any more.")
        )

    def _retag(
        self, request: HttpRequest, object_id: str, verb: Callable[..., bool], idle: str
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.NOTE_ORDERS):
            raise PermissionDenied
        form = TagForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, gettext("No tag was changed: write at least a letter, at most 255.")
            )
        elif not verb(
            order=order,
            tag=form.cleaned_data["tag"],
            actor=actor_of(request).label,
            now=timezone.now(),
        ):
            messages.info(request, idle)
        return redirect("admin:orders_order_change", order.pk)

    def _crumbs(self, order: Order) -> list[tuple[str, str]]:
        orders = reverse("admin:orders_order_changelist")
        return [
            (gettext("Orders"), orders),
            (order.store.name, f"{orders}?store={order.store_id}"),
            (str(order), ""),
        ]
