"""The agency's people, and those it asked in."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from stores import factors, inviting, people
from stores.admin_base import TenantModelAdmin, actor_of, may
from stores.forms import InvitationForm, PersonForm
from stores.inviting import Asked, Standing
from stores.models import Agency, Invitation, Membership
from stores.proving import ProvesWho, ask, is_proved
from stores.roles import Verb

LOOKS = {
    Standing.WAITS: ("hold", "clock"),
    Standing.TOO_OLD: ("warn", "alert"),
    Standing.TAKEN: ("good", "check"),
    Standing.REVOKED: ("", "x"),
}


class MembershipAdmin(ProvesWho, TenantModelAdmin):
    form = PersonForm
    verb_to_view = verb_to_change = verb_to_delete = Verb.MANAGE_PEOPLE
    list_display = ("person", "email", "role_name", "reach", "came_in", "proofs")
    list_display_links = ("person",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    search_help_text = _("Name or e-mail")
    ordering = ("user__name", "user__email", "pk")
    actions = None
    empty_words = _("Ask the first colleague in by e-mail.")
    change_list_template = "desk/people.html"
    change_form_outer_after_template = "desk/person_link.html"

    def has_add_permission(self, request: HttpRequest, *rest: Any) -> bool:
        """People are asked in: see InvitationAdmin."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who sees only a few stores gives nobody more than they have themselves."""
        return may_ask(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_ask(request)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return type("PersonForm", (PersonForm,), {"offered": actor_of(request).stores})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ["role", "has_all_stores", "stores"]})]

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

    @admin.display(description=_("second factor"))
    def proofs(self, row: Membership) -> SafeString:
        if getattr(row, "is_safe", False):
            return pieces.state(gettext("Set up"), tone="good", symbol="ok")
        return pieces.state(gettext("None"), tone="")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(is_safe=factors.is_safe("user_id"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        agency = Agency.objects.get(pk=actor_of(request).agency_id)
        shown = {"may_ask": may_ask(request), "factors_from_at": agency.factors_from_at}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        people.change_place(membership=obj, place=form.place(), by=actor_of(request))

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        people.remove_person(membership=obj, by=actor_of(request))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _in_words(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _in_words(request, super().delete_view, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [str(one) for one in objs], {}, set(), []

    def get_urls(self) -> list[URLPattern]:
        link = self.admin_site.admin_view(self.make_link)
        reset = self.admin_site.admin_view(self.reset_factors)
        return [
            path("<path:object_id>/link/", link, name="stores_membership_link"),
            path("<path:object_id>/factors/", reset, name="stores_membership_factors"),
            *super().get_urls(),
        ]

    def make_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new password link, which makes every older one useless once it is used."""
        membership = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, membership):
            raise PermissionDenied
        if not is_proved(request):
            return ask(request, back_to=_page_of(membership))
        return self._show_link(request, membership)

    def reset_factors(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """For who lost their phone or key."""
        membership = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, membership):
            raise PermissionDenied
        if not is_proved(request):
            return ask(request, back_to=_page_of(membership))
        try:
            had_some = factors.reset_factors(
                membership=membership, by=actor_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            said = (
                gettext("%(person)s has no second factor any more, and was told so by mail.")
                if had_some
                else gettext("%(person)s had no second factor.")
            )
            messages.info(request, said % {"person": membership.user})
        return redirect(_page_of(membership))

    def _show_link(self, request: HttpRequest, row: Membership) -> HttpResponse:
        path_to = people.password_path(membership=row, by=actor_of(request))
        link = request.build_absolute_uri(path_to) if path_to else ""
        return TemplateResponse(
            request,
            "desk/person_added.html",
            {
                **self.admin_site.each_context(request),
                "title": gettext("Password link"),
                "opts": self.opts,
                "row": row,
                "link": link,
            },
        )


class InvitationAdmin(ProvesWho, TenantModelAdmin):
    """Asking people in: the one way in which somebody new gets a place."""

    form = InvitationForm
    verb_to_view = verb_to_add = Verb.MANAGE_PEOPLE
    list_display = ("guest", "email_shown", "role_name", "reach", "standing", "asked")
    list_display_links = ("guest",)
    search_fields = ("name", "email")
    search_help_text = _("Name or e-mail")
    ordering = ("-created_at", "-pk")
    actions = None
    empty_words = _("Ask a colleague in by e-mail; the mail leads them here.")
    fields = ("guest", "email_shown", "role_name", "reach", "standing", "asked", "mails")
    readonly_fields = fields
    change_form_outer_after_template = "desk/invitation_deeds.html"

    def has_add_permission(self, request: HttpRequest, *rest: Any) -> bool:
        return may_ask(request)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, **kwargs)
        return type("InvitationForm", (InvitationForm,), {"offered": actor_of(request).stores})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": [("email", "name"), "role", "has_all_stores", "stores"]})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else super().get_readonly_fields(request, obj)

    @admin.display(description=_("person"))
    def guest(self, row: Invitation) -> SafeString:
        return format_html("<bdi>{}</bdi>", row)

    @admin.display(description=_("e-mail"))
    def email_shown(self, row: Invitation) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', row.email)

    @admin.display(description=_("role"))
    def role_name(self, row: Invitation) -> str:
        return row.get_role_display()

    @admin.display(description=_("stores"))
    def reach(self, row: Invitation) -> str:
        if row.has_all_stores:
            return gettext("All stores")
        return pieces.stores_in_words(len(row.store_ids))

    @admin.display(description=_("state"))
    def standing(self, row: Invitation) -> SafeString:
        found = inviting.standing_of(row, timezone.now())
        tone, symbol = LOOKS[found]
        return pieces.state(found.label, tone=tone, symbol=symbol)

    @admin.display(description=_("asked"))
    def asked(self, row: Invitation) -> SafeString:
        when = pieces.both_times(row.created_at)
        return format_html('{}<span class="under"><bdi>{}</bdi></span>', when, row.invited_by)

    @admin.display(description=_("mails"))
    def mails(self, row: Invitation) -> SafeString:
        last = pieces.both_times(row.sent_at)
        return format_html("{} · {}", row.sent_count, last)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        asked = inviting.invite_person(
            guest=inviting.Guest(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=get_language() or "en",
            ),
            place=form.place(),
            by=actor_of(request),
            now=timezone.now(),
        )
        obj.pk, obj.agency_id, obj._state.adding = asked.invitation.pk, asked.agency_id, False
        obj.email, obj.name = asked.invitation.email, asked.invitation.name
        _say(request, asked)

    def response_add(self, request: HttpRequest, obj: Invitation, *_rest: Any) -> HttpResponse:
        """What is to be said was said with the deed."""
        return redirect("admin:stores_invitation_changelist")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        one_way = {"show_save_and_continue": False, "show_save_and_add_another": False}
        shown = {**context, **one_way, "may_ask": may_ask(request)}
        return super().render_change_form(request, shown, *args, **kw)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _in_words(request, super().changeform_view, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        resend = self.admin_site.admin_view(self.resend)
        revoke = self.admin_site.admin_view(self.revoke)
        return [
            path("<path:object_id>/resend/", resend, name="stores_invitation_resend"),
            path("<path:object_id>/revoke/", revoke, name="stores_invitation_revoke"),
            *super().get_urls(),
        ]

    def resend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new mail; older links end."""
        return self._done(request, object_id, self._resend)

    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Its link leads nowhere any more."""
        return self._done(request, object_id, self._revoke)

    def _resend(self, request: HttpRequest, row: Invitation) -> None:
        by, now = actor_of(request), timezone.now()
        _say(request, inviting.resend_invitation(invitation=row, by=by, now=now))

    def _revoke(self, request: HttpRequest, row: Invitation) -> None:
        by, now = actor_of(request), timezone.now()
        inviting.revoke_invitation(invitation=row, by=by, now=now)
        said = gettext("The invitation of %(email)s is revoked.")
        messages.info(request, said % {"email": row.email})

    def _done(self, request: HttpRequest, object_id: str, deed: Any) -> HttpResponse:
        row = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_ask(request):
            raise PermissionDenied
        if not is_proved(request):
            return ask(request, back_to=_page_of(row))
        try:
            deed(request, row)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(_page_of(row))


def may_ask(request: HttpRequest) -> bool:
    """People are managed by who sees all stores of the agency."""
    return may(request, Verb.MANAGE_PEOPLE) and actor_of(request).has_all_stores


def _say(request: HttpRequest, asked: Asked) -> None:
    if not asked.link:
        said = gettext("The invitation is on its way to %(email)s. It works for seven days.")
        messages.info(request, said % {"email": asked.invitation.email})
        return
    said = gettext("No mail server is set up, so hand over this link yourself; it is shown once:")
    messages.warning(request, format_html("{} <code>{}</code>", said, asked.link))


def _page_of(row: Membership | Invitation) -> str:
    return f"/admin/stores/{row._meta.model_name}/{row.pk}/change/"


def _in_words(request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> Any:
    """A verb's refusal, said on the page one came from."""
    try:
        return view(request, *args, **kwargs)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
