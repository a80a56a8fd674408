"""All rules, one of them with what it did, and the recipes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from automations.models import Rule, RuleRun, RuleState
from automations.queries import rules_within_reach, runs_within_reach
from automations.recipes import RECIPES
from automations.sentences import sentence
from common.keyset import Place, read_place
from desk.automations import common, words
from stores.admin_base import actor_of
from stores.roles import Verb

ON_A_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as a line of the list."""

    rule: Rule

    @property
    def sentence(self) -> str:
        return sentence(self.rule)

    @property
    def badge(self) -> SafeString:
        return words.badge(self.rule)

    @property
    def whose(self) -> str:
        return common.whose(self.rule)

    @property
    def is_on(self) -> bool:
        return self.rule.state == RuleState.ON


@dataclass(frozen=True, slots=True)
class RunLine:
    """What a rule did, as a line of its log."""

    run: RuleRun

    @property
    def badge(self) -> SafeString:
        return words.run_badge(self.run)

    @property
    def set_off_by(self) -> str:
        return words.set_off_by(self.run.kind)

    @property
    def ending(self) -> str:
        return words.ending(self.run.ending)

    @property
    def steps(self) -> list[str]:
        return [words.step(each) for each in self.run.outcomes]

    @property
    def because(self) -> Iterator[str]:
        for each in self.run.because:
            condition, seen, _holds = words.seen(each)
            yield _("%(condition)s: it was %(seen)s") % {"condition": condition, "seen": seen}


def page(request: HttpRequest) -> HttpResponse:
    """Those that are on first, in their order. One query beside who asks: at most 200 rules."""
    common.must(request, Verb.VIEW_ORDERS)
    found = rules_within_reach(actor_of(request)).select_related("store")
    rules = sorted(found, key=lambda each: (each.state != RuleState.ON, each.position, each.pk))
    context = common.context(
        request,
        _("Rules"),
        rows=[Row(rule) for rule in rules],
        verdict=_verdict(rules),
        recipes=list(RECIPES.values()),
        stores=actor_of(request).stores,
        may_be_whole=actor_of(request).has_all_stores,
    )
    return TemplateResponse(request, "desk/automations/list.html", context)


def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it says and what it did, newest first. Two queries beside who asks."""
    rule = common.rule_of(request, public_id)
    common.must(request, Verb.VIEW_ORDERS)
    older = read_place(request.GET.get("older"))
    runs = _runs(request, rule, older)
    page_of = runs[:ON_A_PAGE]
    context = common.context(
        request,
        rule.name,
        rule=rule,
        row=Row(rule),
        may_manage=common.may_manage(request, rule),
        lines=[RunLine(run) for run in page_of],
        older=_older(runs, page_of),
        is_first=older is None,
    )
    return TemplateResponse(request, "desk/automations/one.html", context)


def _runs(request: HttpRequest, rule: Rule, older: Place | None) -> list[RuleRun]:
    rows = runs_within_reach(actor_of(request)).filter(rule=rule).select_related("order")
    if older:
        before = Q(created_at__lt=older.at) | Q(created_at=older.at, id__lt=older.id)
        rows = rows.filter(before, created_at__lte=older.at)
    return list(rows.newest_first()[: ON_A_PAGE + 1])


def _older(runs: list[Any], page_of: list[RuleRun]) -> str:
    if len(runs) <= ON_A_PAGE:
        return ""
    last = page_of[-1]
    return "?" + urlencode({"older": str(Place(last.created_at, last.pk))})


def _verdict(rules: list[Rule]) -> str:
    on = sum(rule.state == RuleState.ON for rule in rules)
    if not rules:
        return _("No rules yet")
    if not on:
        return _("No rule is on")
    return ngettext("%(n)s rule is on", "%(n)s rules are on", on) % {"n": on}
