"""The first steps of a new agency, each beside the button that takes it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from common.errors import DomainError
from intake import sampling
from messaging import first_mail
from messaging.first_steps import FirstStep, Line, first_steps, store_to_try
from stores import connecting, founding
from stores.admin_base import actor_of, may
from stores.models import Agency
from stores.roles import Verb
from stores.scope import agency_scope

if TYPE_CHECKING:
    from stores.access import Actor
    from stores.middleware import ActingRequest


def page(request: HttpRequest) -> HttpResponse:
    """Six queries at most beside who asks."""
    actor = actor_of(request)
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    lines = first_steps(actor=actor)
    left = sum(not line.is_done for line in lines)
    context = {
        **admin.site.each_context(request),
        "frame": "desk/accounts/inside.html",
        "title": _("First steps"),
        "crumbs": [(_("First steps"), "")],
        "verdict": _verdict(left),
        "done_count": len(lines) - left,
        "steps": [(line, _link(line, request)) for line in lines],
        "next_step": next((line.step for line in lines if not line.is_done), None),
        "may_connect": _may_connect(request),
        "may_send": may(request, Verb.SEND_MESSAGES),
        "has_sample": any(store.is_sandbox for store in actor.stores),
        "has_store": bool(actor.stores),
        "install": _reversed("install"),
        "may_hide": may(request, Verb.MANAGE_PEOPLE),
    }
    return TemplateResponse(request, "desk/accounts/first_steps.html", context)


@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    if not may(request, Verb.MANAGE_PEOPLE):
        raise PermissionDenied
    founding.hide_first_steps(agency_id=actor_of(request).agency_id, now=timezone.now())
    messages.info(request, _("The first steps are put away."))
    return redirect("admin:index")


@require_POST
def sample_store(request: HttpRequest) -> HttpResponse:
    """A store to look around in."""
    if not _may_connect(request):
        raise PermissionDenied
    actor = actor_of(request)
    store_id = connecting.next_store_id()
    try:
        with agency_scope(actor.agency_id, {*actor.store_ids, store_id}):
            agency = Agency.objects.get(pk=actor.agency_id)
            sampling.make_sample_store(agency=agency, store_id=store_id, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("The sample store is there, with three orders and their mails."))
    return redirect("admin:first_steps_changelist")


@require_POST
def first_mail_to_me(request: HttpRequest) -> HttpResponse:
    """On to the mail itself, as it is kept or sent."""
    if not may(request, Verb.SEND_MESSAGES):
        raise PermissionDenied
    actor: Actor = actor_of(request)
    store = store_to_try(actor.stores)
    if store is None:
        messages.error(request, _("Connect a store first: a mail is sent by a store's sender."))
        return redirect("admin:first_steps_changelist")
    user = _person(request)
    try:
        message = first_mail.send_first_mail(store=store, to=user, actor=actor, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:first_steps_changelist")
    messages.info(request, _("Your first mail is on its way to %s.") % user.email)
    return redirect("admin:messaging_message_change", message.pk)


def _person(request: HttpRequest) -> Any:
    acting: ActingRequest = request  # type: ignore[assignment]  # behind the site's door
    return acting.user


def _may_connect(request: HttpRequest) -> bool:
    return may(request, Verb.MANAGE_STORES) and actor_of(request).has_all_stores


def _verdict(left: int) -> str:
    if not left:
        return _("You are under way.")
    return ngettext("%(n)s step is left.", "%(n)s steps are left.", left) % {"n": left}


def _link(line: Line, request: HttpRequest) -> tuple[str, str]:
    """Where a step is taken by somebody who may; steps with buttons of their own have none."""
    links = {
        FirstStep.BRAND: (
            "templates_app_brand_add",
            _("Choose logo and colour"),
            Verb.EDIT_TEMPLATES,
        ),
        FirstStep.PEOPLE: ("stores_invitation_add", _("Ask somebody in"), Verb.MANAGE_PEOPLE),
        FirstStep.WHO: ("modes_changelist", _("Look at each kind"), Verb.MANAGE_STORES),
    }
    if line.step not in links:
        return "", ""
    name, words, verb = links[line.step]
    return (_reversed(name), words) if may(request, verb) else ("", "")


def _reversed(name: str) -> str:
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        return ""
