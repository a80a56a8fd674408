"""What is done to a rule by a button: on, off, removed, a new secret, made of a recipe."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from automations import recipes, services
from automations.models import Rule
from common.errors import DomainError
from desk.automations import common
from desk.automations.pages import WHOLE
from stores.admin_base import actor_of
from stores.roles import Verb


def _button(deed: Callable[[HttpRequest, Rule], None]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        rule = common.rule_of(request, public_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        common.must(request, Verb.MANAGE_RULES)
        try:
            deed(request, rule)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:automations_change", rule.public_id)

    return view


def _on(request: HttpRequest, rule: Rule) -> None:
    services.switch_on(rule=rule, actor=actor_of(request), now=timezone.now())
    messages.info(request, _("On. It runs for what happens from now on."))


def _off(request: HttpRequest, rule: Rule) -> None:
    services.switch_off(rule=rule, actor=actor_of(request), now=timezone.now())
    messages.info(request, _("Off. What still waited is stopped."))


switch_on = _button(_on)
switch_off = _button(_off)


def secret(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    rule = common.rule_of(request, public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_RULES)
    try:
        text = services.rotate_secret(rule=rule, actor=actor_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:automations_change", rule.public_id)
    context = common.context(request, _("Signing secret"), rule=rule, secret=text)
    return TemplateResponse(request, "desk/automations/secret.html", context)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it would mean, and then it is gone."""
    rule = common.rule_of(request, public_id)
    common.must(request, Verb.MANAGE_RULES)
    if request.method != "POST":
        context = common.context(request, _("Remove"), rule=rule)
        return TemplateResponse(request, "desk/automations/remove.html", context)
    try:
        services.remove_rule(rule=rule, actor=actor_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:automations_change", rule.public_id)
    messages.info(request, _("%(rule)s is removed.") % {"rule": rule.name})
    return redirect("admin:automations_changelist")


def make(request: HttpRequest) -> HttpResponse:
    """A rule of a recipe, switched off, to be looked at."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    common.must(request, Verb.MANAGE_RULES)
    actor = actor_of(request)
    wanted = request.POST.get("store", WHOLE)
    store = next((one for one in actor.stores if str(one.pk) == wanted), None)
    if store is None and wanted != WHOLE:
        messages.error(request, _("Choose for which store it is."))
        return redirect("admin:automations_changelist")
    try:
        rule = recipes.create_recipe(
            code=request.POST.get("code", ""), store=store, actor=actor, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:automations_changelist")
    messages.info(request, _("Written, and switched off. Look at it, then switch it on."))
    return redirect("admin:automations_change", rule.public_id)
