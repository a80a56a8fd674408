"""The pictures that mails show: uploaded, looked at on light and dark, removed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from desk import picture_doors
from desk.filters import StoreFilter
from stores.admin_base import actor_of
from stores.keyset_admin import AgencyChangeList, KeysetModelAdmin
from stores.roles import Verb
from templates_app import pictures, removal
from templates_app.models import Picture
from templates_app.picture_addresses import web_address


class PictureAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_TEMPLATES
    verb_to_add = verb_to_delete = Verb.EDIT_TEMPLATES
    keyset_time = "created_at"
    list_display = ("thumbnail", "whose", "measures", "shown_by", "since")
    list_display_links = ("thumbnail",)
    list_select_related = ("store",)
    list_filter = (StoreFilter,)
    actions = None
    empty_words = _("Logos and pictures for mails stand here once you upload them.")
    fields = ("whose", "measures", "became", "shown_by", "since")
    readonly_fields = fields
    change_form_outer_before_template = "desk/picture_grounds.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(removed_at=None).select_related("store")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[AgencyChangeList]:
        return AgencyChangeList

    def dress(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        return removal.with_uses(rows)

    @admin.display(description=_("picture"))
    def thumbnail(self, row: Picture) -> SafeString:
        return format_html(
            '<span class="thumb"><img src="{0}" alt="" loading="lazy"></span> '
            '<bdi class="clip" title="{1}">{1}</bdi>',
            web_address(row.path),
            row.name,
        )

    @admin.display(description=_("picture of"))
    def whose(self, row: Picture) -> SafeString:
        if row.store is None:
            return format_html("{}", gettext("All stores of the agency"))
        return format_html("{} <bdi>{}</bdi>", pieces.country(row.store.country), row.store.name)

    @admin.display(description=_("size"))
    def measures(self, row: Picture) -> SafeString:
        return format_html(
            '<bdi class="num">{} × {}</bdi> <span class="under">{}, {}</span>',
            row.width,
            row.height,
            row.form,
            filesizeformat(row.byte_count),
        )

    @admin.display(description=_("what became of the file"))
    def became(self, row: Picture) -> str:
        return pieces.in_a_row(*pictures.what_became(row)) or gettext("It was kept as it looked.")

    @admin.display(description=_("shown by"))
    def shown_by(self, row: Picture) -> str:
        uses = getattr(row, "uses", None)
        words = removal.in_words(removal.uses_of([row])[row.pk] if uses is None else uses)
        return pieces.capitalised(", ".join(words)) or gettext("No brand and no draft")

    @admin.display(description=_("uploaded"))
    def since(self, row: Picture) -> SafeString:
        when = pieces.both_times(row.created_at)
        return format_html('{}<span class="under">{}</span>', when, row.created_by)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A file and whose it is; refused files are told on the same page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        complaint = ""
        if request.method == "POST":
            try:
                picture = picture_doors.kept(request)
                return redirect("admin:templates_app_picture_change", picture.pk)
            except DomainError as refusal:
                complaint = str(refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Upload a picture"),
            "opts": self.opts,
            "stores": actor_of(request).stores,
            "complaint": complaint,
        }
        return TemplateResponse(request, "desk/picture_upload.html", context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        picture = kwargs.get("obj")
        context["address"] = web_address(picture.path) if picture else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseBase:
        picture = self.get_object(request, object_id)
        if not self.has_delete_permission(request, picture):
            raise PermissionDenied
        if picture.store_id is None and not actor_of(request).has_all_stores:
            raise PermissionDenied
        try:
            answer: HttpResponseBase = super().delete_view(request, object_id, extra_context)
            return answer
        except removal.PictureInUse as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:templates_app_picture_change", picture.pk)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        actor, now = actor_of(request).label, timezone.now()
        is_gone = removal.remove_picture(picture=obj, actor=actor, now=now)
        gone = gettext("%(name)s is gone: no mail ever showed it.")
        kept = gettext("%(name)s is offered no longer. Mails that were sent show it on.")
        messages.info(request, (gone if is_gone else kept) % {"name": obj.name})

    def log_deletions(self, *_: Any) -> None:
        """The row itself says who removed it."""

    def response_delete(self, request: HttpRequest, *_: Any) -> HttpResponse:
        return redirect("admin:templates_app_picture_changelist")
