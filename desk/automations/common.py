"""What all pages about rules share: who may, which rule, the way back."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from automations.models import Rule
from automations.queries import may_change, rules_within_reach
from stores.admin_base import actor_of, may
from stores.roles import Verb


def must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied


def rule_of(request: HttpRequest, public_id: UUID) -> Rule:
    """The rule, if it is within reach; whether something may be done to it, `must` says."""
    rows = rules_within_reach(actor_of(request)).select_related("store")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may_manage(request: HttpRequest, rule: Rule) -> bool:
    return may(request, Verb.MANAGE_RULES) and may_change(actor_of(request), rule.store)


def whose(rule: Rule) -> str:
    return rule.store.name if rule.store else _("All stores of the agency")


def context(
    request: HttpRequest, title: str, *, rule: Rule | None = None, **more: Any
) -> dict[str, Any]:
    """What every page of them needs, with the way back."""
    crumbs = [(_("Rules"), reverse("admin:automations_changelist"))]
    if rule is not None:
        address = reverse("admin:automations_change", args=[rule.public_id])
        crumbs.append((rule.name[:60], address))
    if title != crumbs[-1][0]:
        crumbs.append((title, ""))
    crumbs[-1] = (crumbs[-1][0], "")
    return {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "rule": rule,
        "may_write": may(request, Verb.MANAGE_RULES),
        **more,
    }
