"""The orders' list and page."""

import io
from collections.abc import Callable
from typing import Any

import segno
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
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
from desk import archive, links, order_deeds, order_page, states
from desk.filters import (
    ChannelFilter,
    GoodsFilter,
    MessageFilter,
    PaymentFilter,
    StoreFilter,
    TagFilter,
)
from desk.order_filters import AgeFilter, ArchiveFilter, StageFilter
from desk.resending import Resending, read_resending
from messaging import correcting
from messaging.models import Message
from orders import contacting
from orders.channels import SalesChannel
from orders.models import Order
from orders.queries import matching
from orders.stages import OPEN
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.middleware import zone
from stores.roles import Verb

CHANGE = "admin:orders_order_change"


class OrderAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_ORDERS
    keyset_time = "placed_at"
    list_display = ("order", "buyer", "placed", "total", "payment", "stands", "message")
    list_display_links = ("order",)
    list_select_related = ("store",)
    list_filter = (
        StoreFilter,
        StageFilter,
        AgeFilter,
        MessageFilter,
        PaymentFilter,
        GoodsFilter,
        ChannelFilter,
        TagFilter,
        ArchiveFilter,
    )
    list_before_template = "desk/for_all.html"
    search_fields = ("name",)  # says that there is a search; see get_search_results
    search_help_text = _("Number, e-mail, or how a name begins")
    actions = ("archive_chosen", "unarchive_chosen")
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
        is_elsewhere = row.sales_channel not in ("", SalesChannel.ONLINE)
        where = pieces.tag(row.channel_words) if is_elsewhere else ""
        return format_html("<b>{}</b> {} {}", number, test, where)

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

    @admin.display(description=_("stage"))
    def stands(self, row: Order) -> SafeString:
        since = row.stage_since if row.stage in OPEN else None
        ago = pieces.ago(since, timezone.now()) if since else ""
        away = pieces.tag(gettext("archived")) if row.archived_at else ""
        badge = states.of_stage(row) or states.of_goods(row)
        return format_html('{} {}<span class="under">{}</span>', badge, away, ago)

    @admin.action(description=_("Archive"))
    def archive_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        order_deeds.move(request, queryset, is_archived=True)

    @admin.action(description=_("Take from the archive"))
    def unarchive_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        order_deeds.move(request, queryset, is_archived=False)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """For whoever may; others see no boxes to tick."""
        may_move = may(request, Verb.NOTE_ORDERS)
        return super().get_actions(request) if may_move else {}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {**(extra_context or {}), "for_all": archive.choices(request)}
        shown: HttpResponse = super().changelist_view(request, more)
        return shown

    @admin.display(description=_("last message"))
    def message(self, row: Any) -> SafeString | str:
        newest: Message | None = row.newest_message
        return states.of_message(newest) if newest else pieces.EMPTY

    def get_urls(self) -> list[URLPattern]:
        deeds = {
            "note": order_deeds.add_note,
            "tag": order_deeds.add_tag,
            "untag": order_deeds.take_tag,
            "retag": order_deeds.write_tags_again,
            "shop_note": order_deeds.change_shop_note,
            "phone": order_deeds.correct_phone,
            "archive": order_deeds.archive,
            "unarchive": order_deeds.unarchive,
            "contact": order_deeds.record_contact,
        }
        ours = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(self._deed(deed)),
                name=f"orders_order_{name}",
            )
            for name, deed in deeds.items()
        ]
        guarded = self.admin_site.admin_view
        ours += [
            path("<path:object_id>/resend/", guarded(self.resend), name="orders_order_resend"),
            path("<path:object_id>/link/", guarded(self.renew_link), name="orders_order_link"),
            path("<path:object_id>/qr.svg", guarded(self.qr), name="orders_order_qr"),
        ]
        return [*ours, *super().get_urls()]

    def _deed(self, deed: Callable[[HttpRequest, Order], None]) -> Callable[..., HttpResponse]:
        """One that is posted from the order's page, and leads back to it."""

        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            order = self.get_object(request, object_id)
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            wanted = Verb.SEND_MESSAGES if deed is order_deeds.correct_phone else Verb.NOTE_ORDERS
            if not may(request, wanted):
                raise PermissionDenied
            deed(request, order)
            return redirect(CHANGE, order.pk)

        return view

    def qr(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The status link as a picture, for paper that goes into the box."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        order = self.get_object(request, object_id)
        if order.redacted_at is not None:
            raise Http404
        url = request.build_absolute_uri(reverse("statuspage-order", args=[order.token]))
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=6, border=4, light="#fff")
        # A browser that opens it as a page shows a picture only: nothing runs, nothing is loaded.
        headers = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store"}
        return HttpResponse(drawn.getvalue(), content_type="image/svg+xml", headers=headers)

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
                    "stage": states.of_stage(order) or states.of_goods(order),
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
        if request.POST.get("contact"):
            contacting.record_contact(
                order=order,
                channel=contacting.Channel.EMAIL,
                text="",
                by=contacting.By(actor_of(request).user_id, actor_of(request).label),
                now=timezone.now(),
                message_id=sent.pk,
            )
        said = gettext("A new message goes to %(address)s. The first one stays as it is.")
        messages.info(request, said % {"address": sent.recipient})
        return redirect(CHANGE, order.pk)

    def renew_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return links.renew(request, self.get_object(request, object_id))

    def _crumbs(self, order: Order) -> list[tuple[str, str]]:
        orders = reverse("admin:orders_order_changelist")
        return [
            (gettext("Orders"), orders),
            (order.store.name, f"{orders}?store={order.store_id}"),
            (str(order), ""),
        ]
