"""The admin site: whoever has an actor comes in, and nothing answers that no page needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from unfold.sites import UnfoldAdminSite

from desk import (
    audits,
    batches,
    checklists,
    domains,
    halts,
    incidents,
    modes,
    picture_doors,
    rescue,
    views,
)
from desk.editor import urls as editor
from desk.wordings.urls import ROUTES
from stores.admin_base import may
from stores.roles import Verb

# Django's and Unfold's own doors that no page of ours uses: fewer doors, fewer leaks.
CLOSED = {"view_on_site", "app_list", "search", "autocomplete"}


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
            path("modes/", self.admin_view(modes.page), name="modes_changelist"),
            path("modes/<int:store_id>/", self.admin_view(modes.choose), name="modes_change"),
            path("senders/<int:pk>/domain/", self.admin_view(domains.page), name="sender_domain"),
            path(
                "senders/<int:pk>/domain/check/",
                self.admin_view(domains.check),
                name="sender_domain_check",
            ),
            *(path(route, self.admin_view(view), name=name) for route, view, name in ROUTES),
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

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "other_agencies": views.other_agencies(request),
            "may_search": may(request, Verb.VIEW_ORDERS),
            "may_send": may(request, Verb.SEND_MESSAGES),
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Empty: the sidebar is written by hand (desk/navigation.py)."""
        return []
