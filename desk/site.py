"""The admin site: whoever has an actor comes in, and nothing answers that no page needs."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from unfold.sites import UnfoldAdminSite

from desk import (
    alarms,
    archive,
    audits,
    batches,
    by_channel,
    catching_up,
    checklists,
    counting,
    domains,
    funnel,
    halts,
    incidents,
    installing,
    modes,
    picture_doors,
    promises,
    rescue,
    scans,
    subscriptions,
    trackers,
    tracking_domains,
    views,
)
from desk.accounts import log_in
from desk.accounts.desk_urls import ROUTES as ACCOUNTS
from desk.automations.urls import ROUTES as RULES
from desk.baskets.urls import ROUTES as BASKETS
from desk.delivery.urls import ROUTES as DELIVERY
from desk.editor import urls as editor
from desk.endpoints.urls import ROUTES as ENDPOINTS
from desk.experiments import urls as experiments
from desk.figures.urls import ROUTES as FIGURES
from desk.fleet.urls import ROUTES as FLEET
from desk.parcels.urls import ROUTES as PARCELS
from desk.privacy import look, wearing
from desk.privacy.urls import ROUTES as PRIVACY
from desk.statuspages.urls import ROUTES as STATUS_PAGES
from desk.wordings.urls import ROUTES
from stores.admin_base import TenantModelAdmin, may
from stores.recorded import THINGS
from stores.roles import Verb

# Django's and Unfold's own doors that no page of ours uses: fewer doors, fewer leaks.
CLOSED = {"view_on_site", "app_list", "search", "autocomplete"}


PAGES: Final[list[tuple[str, Callable[..., Any], str]]] = [
    *ROUTES,
    *experiments.ROUTES,
    *FIGURES,
    *PARCELS,
    *DELIVERY,
    *installing.ROUTES,
    *promises.ROUTES,
    *STATUS_PAGES,
    *ENDPOINTS,
    *subscriptions.ROUTES,
    *catching_up.ROUTES,
    *BASKETS,
    *PRIVACY,
    *FLEET,
    *RULES,
    ("modes/<int:store_id>/channels/", by_channel.choose, "modes_channel"),
    ("modes/<int:store_id>/channels/clear/", by_channel.clear, "modes_channel_clear"),
    *tracking_domains.ROUTES,
    *ACCOUNTS,
]


class DeskSite(UnfoldAdminSite):
    """NotifyHub's admin."""

    enable_nav_sidebar = True
    final_catch_all_view = False
    login_template = "desk/log_in.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and getattr(request, "actor", None) is not None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        ours: list[URLPattern | URLResolver] = [
            path("agency/", self.admin_view(views.switch_agency), name="switch_agency"),
            path("look/<slug:accent>.css", look.stylesheet, name="look_stylesheet"),
            path("language/", views.choose_language, name="choose_language"),
            path("welcome/<str:uid>/<str:token>/", views.choose_password, name="choose_password"),
            path("messages/batches/", self.admin_view(batches.listed), name="batches_changelist"),
            path("messages/batches/new/", self.admin_view(batches.begin), name="batches_add"),
            path(
                "messages/batches/<uuid:public_id>/",
                self.admin_view(batches.one),
                name="batches_change",
            ),
            path(
                "messages/batches/<uuid:public_id>/cancel/",
                self.admin_view(batches.cancel),
                name="batches_cancel",
            ),
            path("orders/stages/", self.admin_view(funnel.page), name="funnel_changelist"),
            path(
                "orders/stages/<int:store_id>/archive/",
                self.admin_view(archive.rule),
                name="archive_rule",
            ),
            path(
                "orders/batches/", self.admin_view(archive.listed), name="order_batches_changelist"
            ),
            path("orders/batches/new/", self.admin_view(archive.begin), name="order_batches_add"),
            path(
                "orders/batches/<uuid:public_id>/",
                self.admin_view(archive.one),
                name="order_batches_change",
            ),
            path(
                "orders/batches/<uuid:public_id>/cancel/",
                self.admin_view(archive.cancel),
                name="order_batches_cancel",
            ),
            path("halts/", self.admin_view(halts.page), name="halts_changelist"),
            path("halts/stop/", self.admin_view(halts.stop), name="halts_add"),
            path("halts/<uuid:public_id>/lift/", self.admin_view(halts.lift), name="halts_lift"),
            path(
                "stores/<int:store_id>/checklist/",
                self.admin_view(checklists.page),
                name="checklist",
            ),
            path(
                "stores/<int:store_id>/checklist/say/",
                self.admin_view(checklists.say),
                name="checklist_say",
            ),
            path("counting/", self.admin_view(counting.page), name="counting_changelist"),
            path(
                "counting/<int:store_id>/",
                self.admin_view(counting.change),
                name="counting_change",
            ),
            path("modes/", self.admin_view(modes.page), name="modes_changelist"),
            path("modes/<int:store_id>/", self.admin_view(modes.choose), name="modes_change"),
            path("senders/<int:pk>/domain/", self.admin_view(domains.page), name="sender_domain"),
            path(
                "senders/<int:pk>/domain/check/",
                self.admin_view(domains.check),
                name="sender_domain_check",
            ),
            *(path(route, self.admin_view(view), name=name) for route, view, name in PAGES),
            path(
                "templates/pictures/",
                self.admin_view(picture_doors.choices),
                name="picture_choices",
            ),
            path(
                "templates/pictures/upload/",
                self.admin_view(picture_doors.upload),
                name="picture_upload",
            ),
            path("addresses/", self.admin_view(rescue.page), name="rescue_changelist"),
            path("addresses/mend/", self.admin_view(rescue.mend_all), name="rescue_mend_all"),
            path("addresses/<int:pk>/mend/", self.admin_view(rescue.mend), name="rescue_mend"),
            path(
                "addresses/<int:pk>/dismiss/",
                self.admin_view(rescue.dismiss),
                name="rescue_dismiss",
            ),
            path("parcels/alarms/", self.admin_view(alarms.page), name="alarms_changelist"),
            path(
                "parcels/alarms/settle/",
                self.admin_view(alarms.settle_many),
                name="alarms_settle_many",
            ),
            path(
                "parcels/alarms/<int:pk>/settle/",
                self.admin_view(alarms.settle),
                name="alarms_settle",
            ),
            path("parcels/<int:pk>/scan/", self.admin_view(scans.add), name="parcel_scan"),
            path("tracking-services/", self.admin_view(trackers.page), name="trackers_changelist"),
            path("tracking-services/add/", self.admin_view(trackers.add), name="trackers_add"),
            path(
                "tracking-services/<int:pk>/",
                self.admin_view(trackers.change),
                name="trackers_change",
            ),
            path("incidents/", self.admin_view(incidents.page), name="incidents_changelist"),
            path(
                "incidents/<int:pk>/note/", self.admin_view(incidents.note), name="incidents_note"
            ),
            path("audits/", self.admin_view(audits.page), name="audits_changelist"),
            path("audits/sign-off/", self.admin_view(audits.sign_off), name="audits_sign_off"),
            path("audits/rhythm/", self.admin_view(audits.rhythm), name="audits_rhythm"),
            path("audits/open/", self.admin_view(audits.open_one), name="audits_open"),
            path("audits/<int:pk>/", self.admin_view(audits.one), name="audits_change"),
            path("audits/<int:pk>/decide/", self.admin_view(audits.decide), name="audits_decide"),
            path("shortcuts/", self.admin_view(views.shortcuts), name="search"),
            *editor.urls_of(self),
        ]
        theirs = [url for url in super().get_urls() if getattr(url, "name", "") not in CLOSED]
        return [*ours, *theirs]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only pages behind our wall: those that other apps bring along know no tenants."""
        if admin_class is not None and issubclass(admin_class, TenantModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """By way of allauth's stages. See desk/accounts/log_in."""
        return log_in.come_in(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **wearing.over(super().each_context(request), wearing.look_of(request)),
            "other_agencies": views.other_agencies(request),
            "may_search": may(request, Verb.VIEW_ORDERS),
            "may_send": may(request, Verb.SEND_MESSAGES),
            "may_view_changes": may(request, Verb.VIEW_CHANGES),
            "recorded_things": THINGS,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Empty: the sidebar is written by hand (desk/navigation.py)."""
        return []
