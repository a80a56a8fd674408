"""The agency's own pages: stores, people, keys."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import pieces
from stores import connecting
from stores.admin_base import TenantModelAdmin, actor_of
from stores.connecting_admin import ConnectsStores
from stores.forms import StoreForm
from stores.keys_admin import MakesKeys
from stores.models import ApiKey, ConnectionKind, Credential, Invitation, Membership, Store
from stores.people_admin import InvitationAdmin, MembershipAdmin
from stores.proving import ProvesWho
from stores.roles import Verb
from stores.scope import agency_scope
from stores.seeing_admin import DecidesSeeing

TONES = {"ACTIVE": ("good", "check"), "PAUSED": ("hold", "pause"), "UNINSTALLED": ("bad", "plug")}


@admin.register(Store)
class StoreAdmin(ConnectsStores, DecidesSeeing, TenantModelAdmin):
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
    readonly_fields = ("webhook_address", "secret_is_kept", "news", "last_decided", "tracked_under")
    fieldsets = (
        (None, {"fields": (("name", "email"), ("shop_domain", "primary_domain"))}),
        (
            _("Connection"),
            {
                "fields": (
                    "webhook_address",
                    "secret_is_kept",
                    ("webhook_secret", "access_token"),
                    "news",
                ),
                "description": _(
                    "Shopify › Settings › Notifications › Webhooks: paste the address, choose "
                    "JSON, and copy the signing secret that stands below the list into the field."
                ),
            },
        ),
        (_("Language and money"), {"fields": (("locale", "timezone"), ("country", "currency"))}),
        (_("Sending"), {"fields": (("state", "is_sandbox"), ("sends_from_at", "words_kept_days"))}),
        (
            _("Opens and clicks"),
            {
                "fields": (
                    ("seeing", "basis"),
                    "last_decided",
                    ("are_links_tagged", "shop_domains"),
                    "hidden_link",
                    "tracked_under",
                )
            },
        ),
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

    @admin.display(description=_("News from Shopify"))
    def news(self, store: Store) -> SafeString | str:
        if not store.pk or store._state.adding:
            return gettext("Shown once the store is kept.")
        page = reverse("admin:store_subscriptions", args=[store.pk])
        words = gettext("What Shopify tells us, and why")
        return format_html('<a class="btn small" href="{}">{}</a>', page, words)

    @admin.display(description=_("Secret"))
    def secret_is_kept(self, store: Store) -> SafeString:
        kept = Credential.objects.filter(store=store).first() if store.pk else None
        if kept and kept.kind == ConnectionKind.INSTALLED and not kept.webhook_secret:
            return pieces.state(gettext("Our app signs them"), tone="good", symbol="lock")
        if kept and kept.webhook_secret:
            return pieces.state(gettext("Kept, encrypted"), tone="good", symbol="lock")
        return pieces.state(
            gettext("Missing: Shopify's webhooks are refused until it is here"),
            tone="bad",
            symbol="alert",
        )

    def save_model(self, request: HttpRequest, obj: Store, form: Any, change: bool) -> None:
        if change:
            connecting.change_store(store=obj, secrets=form.secrets())
            self.decide(request, obj, form)
            return
        actor = actor_of(request)
        obj.pk, obj.agency_id = connecting.next_store_id(), actor.agency_id
        with agency_scope(actor.agency_id, {*actor.store_ids, obj.pk}):
            connecting.connect_store(store=obj, secrets=form.secrets(), now=timezone.now())
            self.decide(request, obj, form)


@admin.register(ApiKey)
class ApiKeyAdmin(ProvesWho, MakesKeys, TenantModelAdmin):
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


admin.site.register(Membership, MembershipAdmin)
admin.site.register(Invitation, InvitationAdmin)
