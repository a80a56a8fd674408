"""The part of a store's page where somebody decides what it sees of its readers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from stores import privacy
from stores.admin_base import actor_of
from stores.models import Store


class DecidesSeeing:
    """For the admin of stores."""

    @admin.display(description=_("Decided"))
    def last_decided(self, store: Store) -> SafeString | str:
        """What holds, who said so and when."""
        last = privacy.last_decision(store_id=store.pk) if store.pk else None
        label = store.tracks.label
        if last is None:
            return gettext("Nobody has decided. By the law of its country: %(mode)s.") % {
                "mode": label
            }
        return format_html("{} · {} · {}", label, last.actor, pieces.both_times(last.at))

    @admin.display(description=_("Tracking domain"))
    def tracked_under(self, store: Store) -> SafeString | str:
        """What links begin with, and where that is changed."""
        if not store.pk or store._state.adding:
            return gettext("Shown once the store is kept.")
        return format_html(
            '<span class="row"><bdi dir="ltr" class="mono">{}</bdi> <a href="{}">{}</a></span>',
            store.tracking_url,
            reverse("admin:tracking_domain", args=[store.pk]),
            gettext("Change"),
        )

    def decide(self, request: HttpRequest, store: Store, form: Any) -> None:
        """What is seen of readers, and which links say where they stood."""
        privacy.decide_tracking(
            store=store,
            choice=form.decided(),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
        domains = form.cleaned_data["shop_domains"]
        privacy.name_links(store=store, is_tagged=store.are_links_tagged, domains=domains)
