"""The agency's own pages: stores, people, keys."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from stores import connecting, people
from stores.admin_base import TenantModelAdmin, actor_of, may
from stores.forms import PersonForm, StoreForm
from stores.keys_admin import MakesKeys
from stores.models import ApiKey, Membership, Store
from stores.roles import Verb
from stores.scope import agency_scope

TONES = {"ACTIVE": ("good", "check"), "PAUSED": ("hold", "pause"), "UNINSTALLED": ("bad", "plug")}


@admin.register(Store)
class StoreAdmin(TenantModelAdmin):
    form = StoreForm
    verb_to_view = Verb.VIEW_STORES
    verb_to_add = verb_to_change = Verb.MANAGE_STORES
    list_display = ("store", "sends", "shop_domain", "currency", "locale", "timezone")
    list_display_links = ("store",)
    list_filter = ("state",)
    search_fields = ("name", "shop_domain")
    search_help_text = _("Name or Shopify domain")
    ordering = ("name", "pk")
    empty_words = _("Connect the first shop of a client; its orders appear here within seconds.")
    readonly_fields = ("webhook_address", "secret_is_kept")
    fieldsets = (
        (None, {"fields": (("name", "email"), ("shop_domain", "primary_domain"))}),
        (
            _("Connection"),
            {
                "fields": ("webhook_address", "secret_is_kept", "webhook_secret"),
                "description": _(
                    "Shopify › Settings › Notifications › Webhooks: paste the address, choose "
                    "JSON, and copy the signing secret that stands below the list into the field."
                ),
            },
        ),
        (_("Language and money"), {"fields": (("locale", "timezone"), ("country", "currency"))}),
        (_("Sending"), {"fields": (("state", "is_sandbox"), ("sends_from_at", "words_kept_days"))}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"timezone": actor_of(request).timezone}

    def has_add_permission(self, request: HttpRequest, *rest: Any) -> bool:
        """Who sees only a few stores would not see the new one."""
        return super().has_add_permission(request, *rest) and actor_of(request).has_all_stores

    @admin.display(description=_("store"), ordering="name")
    def store(self, store: Store) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", pieces.country(store.country), store.name)

    @admin.display(description=_("state"), ordering="state")
    def sends(self, store: Store) -> SafeString:
        tone, symbol = TONES[store.state]
        words = pieces.state(store.get_state_display(), tone=tone, symbol=symbol)
        return (
            format_html("{} {}", words, pieces.tag(gettext("sandbox")))
            if store.is_sandbox
            else words
        )

    @admin.display(description=_("Address for Shopify's webhooks"))
    def webhook_address(self, store: Store) -> SafeString | str:
        if not store.pk or store._state.adding:
            return gettext("Shown once the store is kept.")
        address = f"{settings.NOTIFYHUB_BASE_URL}/in/shopify/{store.public_id}"
        return format_html(
            '<span class="row"><code class="secret">{0}</code>'
            '<button type="button" class="btn small" data-copy="{0}" data-copied="{2}">{1}'
            "</button></span>",
            address,
            gettext("Copy"),
            gettext("Copied"),
        )

    @admin.display(description=_("Secret"))
    def secret_is_kept(self, store: Store) -> SafeString:
        from stores.models import Credential

        if store.pk and Credential.objects.filter(store=store).exclude(webhook_secret="").exists():
            return pieces.state(gettext("Kept, encrypted"), tone="good", symbol="lock")
        return pieces.state(
            gettext("Missing: Shopify's webhooks are refused until it is here"),
            tone="bad",
            symbol="alert",
        )

    def save_model(self, request: HttpRequest, obj: Store, form: Any, change: bool) -> None:
        if change:
            connecting.change_store(store=obj, secrets=form.secrets())
            return
        actor = actor_of(request)
        obj.pk, obj.agency_id = connecting.next_store_id(), actor.agency_id
        with agency_scope(actor.agency_id, {*actor.store_ids, obj.pk}):
            connecting.connect_store(store=obj, secrets=form.secrets(), now=timezone.now())


@admin.register(Membership)
class MembershipAdmin(TenantModelAdmin):
    form = PersonForm
    verb_to_view = verb_to_add = verb_to_change = verb_to_delete = Verb.MANAGE_PEOPLE
    list_display = ("person", "email", "role_name", "reach", "came_in")
    list_display_links = ("person",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    search_help_text = _("Name or e-mail")
    ordering = ("user__name", "user__email", "pk")
    actions = None
    empty_words = _("Add the first colleague by e-mail.")
    change_form_outer_after_template = "desk/person_link.html"

    def has_add_permission(self, request: HttpRequest, *rest: Any) -> bool:
        return may(request, Verb.MANAGE_PEOPLE) and actor_of(request).has_all_stores

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who sees only a few stores gives nobody more than they have themselves."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return type("PersonForm", (PersonForm,), {"offered": actor_of(request).stores})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        who = [] if obj else [("email", "name")]
        return [(None, {"fields": [*who, "role", "has_all_stores", "stores"]})]

    @admin.display(description=_("person"))
    def person(self, row: Membership) -> SafeString:
        return format_html("<bdi>{}</bdi>", row.user.get_full_name())

    @admin.display(description=_("e-mail"))
    def email(self, row: Membership) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', row.user.email)

    @admin.display(description=_("role"))
    def role_name(self, row: Membership) -> str:
        return row.get_role_display()

    @admin.display(description=_("stores"))
    def reach(self, row: Membership) -> str:
        if row.has_all_stores:
            return gettext("All stores")
        return pieces.stores_in_words(len(row.store_ids))

    @admin.display(description=_("log-in"))
    def came_in(self, row: Membership) -> SafeString:
        if not row.user.has_usable_password():
            return pieces.state(
                gettext("Has not chosen a password yet"), tone="hold", symbol="clock"
            )
        last = row.user.last_login
        return pieces.both_times(last) if last else SafeString(gettext("Never"))

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if change:
            people.change_place(membership=obj, place=form.place())
            return
        made = people.add_person(
            agency_id=actor_of(request).agency_id,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            place=form.place(),
        )
        obj.pk, obj.user, obj.agency_id = made.pk, made.user, made.agency_id
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        people.remove_person(membership=obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _in_words(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _in_words(request, super().delete_view, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [str(one) for one in objs], {}, set(), []

    def response_add(
        self, request: HttpRequest, obj: Membership, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._show_link(request, obj, is_new=True)

    def get_urls(self) -> list[URLPattern]:
        link = self.admin_site.admin_view(self.make_link)
        return [
            path("<path:object_id>/link/", link, name="stores_membership_link"),
            *super().get_urls(),
        ]

    def make_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new password link, which makes every older one useless once it is used."""
        membership = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, membership):
            raise PermissionDenied
        return self._show_link(request, membership, is_new=False)

    def _show_link(self, request: HttpRequest, row: Membership, *, is_new: bool) -> HttpResponse:
        link = ""
        if people.may_be_welcomed(row):
            link = request.build_absolute_uri(people.welcome_path(row.user))
        return TemplateResponse(
            request,
            "desk/person_added.html",
            {
                **self.admin_site.each_context(request),
                "title": gettext("Password link"),
                "opts": self.opts,
                "row": row,
                "link": link,
                "is_new": is_new,
            },
        )


@admin.register(ApiKey)
class ApiKeyAdmin(MakesKeys, TenantModelAdmin):
    verb_to_view = verb_to_add = Verb.MANAGE_KEYS
    list_display = ("name", "key", "may_do", "reach", "used")
    ordering = ("-created_at", "-pk")
    fields = (
        "name",
        "key",
        "may_do",
        "reach",
        "created_by",
        "created_at",
        "used",
        "expires_at",
        "revoked_at",
    )
    readonly_fields = fields
    empty_words = _("Programs come in by keys. None has been made yet.")

    @admin.display(description=_("key"))
    def key(self, row: ApiKey) -> SafeString:
        kind = "test" if row.is_test else "live"
        shown = format_html('<code class="mono">nh_{}_{}_…</code>', kind, row.lookup)
        if row.revoked_at:
            return format_html("{} {}", shown, pieces.state(gettext("Revoked"), symbol="x"))
        return shown

    @admin.display(description=pgettext_lazy("is allowed to", "may"))
    def may_do(self, row: ApiKey) -> str:
        labels = dict(Verb.choices)
        return ", ".join(str(labels.get(verb, verb)) for verb in row.verbs) or pieces.EMPTY

    @admin.display(description=_("stores"))
    def reach(self, row: ApiKey) -> str:
        return (
            gettext("All stores")
            if row.has_all_stores
            else pieces.stores_in_words(len(row.store_ids))
        )

    @admin.display(description=_("last used"))
    def used(self, row: ApiKey) -> SafeString | str:
        return pieces.both_times(row.last_used_at) if row.last_used_at else gettext("Never")


def _in_words(request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> Any:
    """A verb's refusal, said on the page one came from."""
    try:
        return view(request, *args, **kwargs)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
