"""Messages: the list, the page of one, and the inbox that shows them as a mail client would."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from desk import batches, drawer, inbox, kinds, mails, resending_many, states
from desk.filters import ArrivalFilter, StateFilter, StoreFilter
from messaging import services, settling
from messaging.models import Message
from messaging.states import Channel
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb

AT_ONCE = 500  # messages that one click may let go


class MessageAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_MESSAGES
    keyset_time = "planned_at"
    list_display = ("what", "to", "stands", "planned", "order_link")
    list_display_links = ("what",)
    list_select_related = ("store", "order")
    list_filter = (StoreFilter, StateFilter, ArrivalFilter)
    search_fields = ("recipient",)
    search_help_text = _("The whole e-mail address")
    actions = ("release", "send_again")
    list_before_template = "desk/for_all.html"
    empty_words = _("What buyers are told stands here, from the first order on.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store", "order")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        address = search_term.replace("\0", "").strip().lower()
        return (queryset.filter(recipient=address) if address else queryset), False

    def get_actions(self, request: HttpRequest) -> Any:
        return super().get_actions(request) if may(request, Verb.SEND_MESSAGES) else {}

    @admin.display(description=_("message"))
    def what(self, row: Message) -> SafeString:
        return format_html(
            '<b class="clip">{}</b><span class="under">{} <bdi>{}</bdi></span>',
            row.subject or kinds.words(row.kind),
            pieces.country(row.store.country),
            row.store.name,
        )

    @admin.display(description=_("to"))
    def to(self, row: Message) -> SafeString:
        way = "" if row.channel == Channel.EMAIL else row.get_channel_display()
        return format_html(
            '<bdi dir="ltr" class="clip" title="{0}">{0}</bdi>{1}',
            row.recipient or pieces.EMPTY,
            format_html('<span class="under">{}</span>', way) if way else "",
        )

    @admin.display(description=_("state"))
    def stands(self, row: Message) -> SafeString:
        return states.sentence_of_message(row)

    @admin.display(description=_("planned"))
    def planned(self, row: Message) -> SafeString:
        return pieces.both_times(row.planned_at)

    @admin.display(description=_("order"))
    def order_link(self, row: Message) -> SafeString | str:
        if row.order is None:
            return pieces.EMPTY
        address = reverse("admin:orders_order_change", args=[row.order.pk])
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', address, row.order)

    @admin.action(description=_("Let go what is held or failed"))
    def release(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        actor, now = actor_of(request), timezone.now()
        released = refused = 0
        for message in queryset.order_by("pk")[:AT_ONCE]:
            try:
                released += services.release_message(message=message, actor=actor.label, now=now)
            except DomainError:
                refused += 1
        words = ngettext("%(n)s message goes out.", "%(n)s messages go out.", released) % {
            "n": released
        }
        if refused:
            stay = ngettext(
                "%(n)s has no address and stays.", "%(n)s have no address and stay.", refused
            )
            words = pieces.in_a_row(words, stay % {"n": refused})
        if not released and not refused:
            words = gettext("None of these was held or failed, so none was sent.")
        messages.info(request, words)

    @admin.action(description=_("Send again …"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Shows first what would go and what would not."""
        return resending_many.page(request, queryset, self.admin_site.each_context(request))

    def again(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.SEND_MESSAGES):
            raise PermissionDenied
        rows = self.get_queryset(request).filter(pk__in=resending_many.chosen(request))
        return resending_many.page(request, rows, self.admin_site.each_context(request))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        deeds = [
            path(
                f"<path:object_id>/{name}/",
                guarded(self._deed(verb)),
                name=f"messaging_message_{name}",
            )
            for name, verb in DEEDS.items()
        ]
        shown = path("inbox/", guarded(self.inbox), name="messaging_message_inbox")
        source = path(
            "<path:object_id>/source.eml", guarded(self.source), name="messaging_message_source"
        )
        again = path("again/", guarded(self.again), name="messages_again")
        return [shown, again, source, *deeds, *super().get_urls()]

    def source(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The mail as a file; 404 where its words are not there, or no more."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        message = self.get_object(request, object_id)
        body = mails.body_of(message) if message else None
        if message is None or body is None or body.is_empty:
            raise Http404
        name = f'attachment; filename="{message.public_id}.eml"'
        return HttpResponse(
            mails.source_of(body),
            content_type="message/rfc822",
            headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {**(extra_context or {}), "for_all": batches.choices(request)}
        shown: HttpResponse = super().changelist_view(request, more)
        return shown

    def inbox(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Inbox"),
            "crumbs": [(gettext("Inbox"), "")],
            "inbox": inbox.gather(request),
        }
        return TemplateResponse(request, "desk/inbox.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        message = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        listed = reverse("admin:messaging_message_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": message.subject or kinds.words(message.kind),
            "opts": self.opts,
            "crumbs": [(gettext("Messages"), listed), (str(message.recipient), "")],
            "drawer": drawer.show(request, message),
        }
        return TemplateResponse(request, "desk/message.html", context)

    def _deed(self, verb: Callable[..., str]) -> Callable[..., HttpResponse]:
        """A button on a message: one call of a verb, then back with what happened."""

        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            message = self.get_object(request, object_id)
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if not may(request, Verb.SEND_MESSAGES):
                raise PermissionDenied
            try:
                said = verb(message, actor_of(request).label, request.POST)
                messages.info(request, said)
            except DomainError as refusal:
                messages.error(request, str(refusal))
            return redirect(_back(request, message))

        return view


def _release(message: Message, actor: str, posted: Any) -> str:
    if services.release_message(message=message, actor=actor, now=timezone.now()):
        return gettext("It goes out now.")
    return gettext("It was neither held nor failed any more, so nothing was done.")


def _cancel(message: Message, actor: str, posted: Any) -> str:
    if services.cancel_message(message=message, actor=actor, now=timezone.now()):
        return gettext("It will not be sent.")
    return gettext("It had gone out already, so nothing was done.")


def _mark_sent(message: Message, actor: str, posted: Any) -> str:
    if settling.settle_as_sent(message=message, actor=actor, now=timezone.now()):
        return gettext("It counts as sent, and does not go once more.")
    return gettext("It was not in doubt any more, so nothing was done.")


DEEDS: dict[str, Callable[..., str]] = {
    "release": _release,
    "cancel": _cancel,
    "mark_sent": _mark_sent,
}


def _back(request: HttpRequest, message: Message) -> str:
    wanted = request.POST.get("next", "")
    if wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("admin:messaging_message_change", args=[message.pk])
