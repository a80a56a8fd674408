"""The accounts by which messages leave: what they are, how they fare, and who takes over."""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import pieces
from desk.domains import badge_beside
from desk.filters import StoreFilter
from desk.sender_form import SenderForm, option_names
from messaging import accounts, queries, sender_words, senders
from messaging.channels.mail_services import SERVICES
from messaging.domains import domain_of
from messaging.models import DomainCheck, Sender
from messaging.states import Channel, Transport
from stores.admin_base import TenantModelAdmin, may
from stores.roles import Verb

# When a field of the form is shown, as Unfold's script reads it.
_MAIL: Final = "transport != 'SMS' && transport != 'PUSH'"
_SERVER: Final = "transport == 'SMTP' || transport == 'SMS'"


class SenderAdmin(TenantModelAdmin):
    form = SenderForm
    verb_to_view = verb_to_add = verb_to_change = verb_to_delete = Verb.MANAGE_STORES
    list_display = ("sender", "store", "way", "address", "domain", "limit", "works", "turn")
    list_display_links = ("sender",)
    list_select_related = ("store", "pulse")
    list_filter = (StoreFilter,)
    ordering = ("store__name", "store_id", "channel", "position", "pk")
    actions = None
    empty_words = _(
        "Without a sender mail is kept in the inbox here, and nothing leaves. "
        "Add one to reach buyers."
    )
    readonly_fields = ("how_it_fares", "answers_url")
    # What each way wants to know; a browser without scripts shows all of it.
    conditional_fields: ClassVar = {
        "from_name": _MAIL,
        "from_email": _MAIL,
        "reply_to": _MAIL,
        "host": _SERVER,
        "username": _SERVER,
        "port": "transport == 'SMTP'",
        "security": "transport == 'SMTP'",
        "from_phone": "transport == 'SMS'",
        "service": "transport == 'ESP'",
        **{name: f"service == '{of}'" for of in SERVICES for name in option_names(of)},
        "new_password": "transport != 'CAPTURE' && transport != 'PUSH'",
        "new_webhook_secret": "transport == 'ESP'",
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        now = Prefetch(
            "domain_checks",
            DomainCheck.objects.current().defer("findings"),
            to_attr="domain_now",
        )
        rows = super().get_queryset(request).select_related("store", "pulse")
        return rows.prefetch_related(now)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever adds one wants mail to leave."""
        return {"transport": Transport.SMTP, **super().get_changeform_initial_data(request)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a mail service's own options those of the chosen one."""
        chosen = request.POST.get("service", obj.service if obj else "")
        shown = [("store", "name"), ("transport", "is_active")]
        answers = ("answers_url",) if obj and obj.channel == Channel.SMS else ()
        seen = (("from_name", "from_email"), "reply_to", "from_phone", *answers)
        account = (
            ("host", "port"),
            "security",
            "username",
            "service",
            *option_names(chosen),
            "new_password",
            "new_webhook_secret",
        )
        return (
            (None, {"fields": (*(("how_it_fares",) if obj else ()), *shown)}),
            (_("What buyers see"), {"fields": seen}),
            (_("The account"), {"fields": account}),
            (_("How much it may send"), {"fields": (("per_minute", "connections"),)}),
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response = super().changelist_view(request, extra_context)
        rows = getattr(response, "context_data", None) and response.context_data.get("cl")
        if rows:
            _dress(list(rows.result_list))
        return response

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        _dress([row])
        return row

    @admin.display(description=_("where answers go"))
    def answers_url(self, row: Sender) -> str:
        """To be entered at the service, for "a message comes in"."""
        if not row.pk or row.channel != Channel.SMS:
            return pieces.EMPTY
        return f"{settings.NOTIFYHUB_BASE_URL}/t/sms/{row.public_id}"

    @admin.display(description=_("sender"))
    def sender(self, row: Sender) -> SafeString:
        return format_html("<b>{}</b>", str(row))

    @admin.display(description=_("leaves by"))
    def way(self, row: Sender) -> str:
        return senders.service_label(row) or row.get_transport_display()

    @admin.display(description=_("from"))
    def address(self, row: Sender) -> SafeString:
        address = row.from_phone if row.channel == Channel.SMS else row.from_email
        return format_html('<bdi dir="ltr">{}</bdi>', address or pieces.EMPTY)

    @admin.display(description=_("domain"))
    def domain(self, row: Sender) -> SafeString | str:
        """Verified or not, and where to look; one query for the page (get_queryset)."""
        if not domain_of(row):
            return pieces.EMPTY
        link = reverse("admin:sender_domain", args=[row.pk])
        checks = row.domain_now  # type: ignore[attr-defined]  # prefetched above
        badge = badge_beside(next(iter(checks), None))
        return format_html('<a class="nowrap" href="{}">{}</a>', link, badge)

    @admin.display(description=_("at most a minute"))
    def limit(self, row: Sender) -> SafeString:
        return format_html('<span class="num">{}</span>', row.per_minute or pieces.EMPTY)

    @admin.display(description=_("state"))
    def works(self, row: Sender) -> SafeString:
        words = _words_of(row)
        if not row.is_active:
            return pieces.state(gettext("Not in use"), symbol="pause")
        if row.trouble:
            badge = pieces.state(gettext("Refuses"), tone="bad", symbol="fail")
            return format_html('{}<span class="under">{}</span>', badge, words)
        place, _count = row.place  # type: ignore[attr-defined]  # see _dress
        if place > 1:
            badge = pieces.state(gettext("Stands by"), symbol="clock")
        else:
            badge = pieces.state(gettext("In use"), tone="good", symbol="check")
        if words in (gettext("In use."), gettext("Stands by.")):
            return badge
        return format_html('{}<span class="under">{}</span>', badge, words)

    @admin.display(description=pgettext_lazy("place in a row", "order"))
    def turn(self, row: Sender) -> SafeString:
        """Its place, and buttons to change it: the next takes over while one is in trouble."""
        place, count = row.place  # type: ignore[attr-defined]  # see _dress
        if count == 1:
            return format_html('<span class="num">{}</span>', place)
        address = reverse("admin:messaging_sender_move", args=[row.pk])
        return format_html(
            '<span class="row nowrap tight"><span class="num">{}</span> {}{}</span>',
            place,
            _arrow(address, "-1", "up", gettext("Up"), is_off=place == 1),
            _arrow(address, "1", "down", gettext("Down"), is_off=place == count),
        )

    @admin.display(description=_("state"))
    def how_it_fares(self, row: Sender) -> SafeString:
        words = _words_of(row)
        if not row.trouble:
            return format_html("{}", words)
        address = reverse("admin:messaging_sender_resume", args=[row.pk])
        detail = row.trouble_detail[:300]
        return format_html(
            '<p><b>{}</b></p><p class="under mono"><bdi>{}</bdi></p>{}',
            words,
            detail,
            _button(address, "1", gettext("Try again now")),
        )

    def get_urls(self) -> list[URLPattern]:
        deeds = {"move": self.move, "resume": self.resume}
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    self.admin_site.admin_view(view),
                    name=f"messaging_sender_{name}",
                )
                for name, view in deeds.items()
            ),
            *super().get_urls(),
        ]

    def move(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._row_for_a_deed(request, object_id)
        if isinstance(row, HttpResponse):
            return row
        by = -1 if request.POST.get("by") == "-1" else 1
        if not senders.move_sender(sender=row, by=by, now=timezone.now()):
            messages.info(request, gettext("It stands at that end already."))
        return redirect("admin:messaging_sender_changelist")

    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._row_for_a_deed(request, object_id)
        if isinstance(row, HttpResponse):
            return row
        waited = senders.resume_sender(sender=row, now=timezone.now())
        _say_what_goes(request, waited, nothing=gettext("The next message tries it."))
        return redirect("admin:messaging_sender_change", row.pk)

    def save_model(self, request: HttpRequest, obj: Sender, form: Any, change: bool) -> None:
        _say_what_goes(request, senders.save_sender(sender=obj, now=timezone.now()))

    def delete_model(self, request: HttpRequest, obj: Sender) -> None:
        senders.remove_sender(sender=obj, now=timezone.now())

    def _row_for_a_deed(self, request: HttpRequest, object_id: str) -> Sender | HttpResponse:
        row: Sender = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.MANAGE_STORES):
            raise PermissionDenied
        return row


def _dress(rows: list[Sender]) -> None:
    """What the columns say of other rows: how many wait, and the place in the store's order."""
    stores = {row.store_id for row in rows}
    waiting = queries.waiting_counts(stores, accounts.WAITING_FOR_ACCOUNT)
    chains = queries.chains_of(stores)
    for row in rows:
        chain = chains[(row.store_id, row.channel)]
        ids = [each.pk for each in chain]
        row.place = (ids.index(row.pk) + 1, len(ids))  # type: ignore[attr-defined]  # for columns
        row.words = sender_words.sentence(  # type: ignore[attr-defined]  # likewise
            row,
            waiting_count=waiting.get((row.store_id, row.channel), 0),
            now=timezone.now(),
            chain=chain,
        )


def _words_of(row: Sender) -> str:
    return str(getattr(row, "words", ""))


def _button(address: str, value: str, words: str) -> SafeString:
    """Posts the form around it to another address: a form of its own cannot stand inside one."""
    return format_html(
        '<button class="btn small" type="submit" formmethod="post" formnovalidate formaction="{}" '
        'name="by" value="{}">{}</button> ',
        address,
        value,
        words,
    )


def _arrow(address: str, by: str, symbol: str, words: str, *, is_off: bool) -> SafeString:
    """One step up or down in a store's order, as `_button` posts."""
    return format_html(
        '<button class="btn small icon" type="submit" formmethod="post" formnovalidate '
        'formaction="{}" name="by" value="{}" aria-label="{}" title="{}"{}>{}</button>',
        address,
        by,
        words,
        words,
        mark_safe(" disabled") if is_off else "",
        pieces.icon(symbol),
    )


def _say_what_goes(request: HttpRequest, waited: int, *, nothing: str = "") -> None:
    if not waited:
        if nothing:
            messages.info(request, nothing)
        return
    words = ngettext(
        "%(n)s mail waited for this sender and goes out now.",
        "%(n)s mails waited for this sender and go out now.",
        waited,
    )
    messages.info(request, words % {"n": waited})
