"""The builder of a rule: a form that reads as a sentence, and tries the rule before it is kept.

It needs no script: each button hands the whole form in, and gets it back with a condition or a step
more. With one, choosing another trigger does so by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from automations import services
from automations.data import RuleWish
from automations.definitions import BadDefinition, read_definition
from automations.models import Rule
from automations.sentences import sentence_of
from automations.services import RuleBeyondReach, RuleNeedsName
from automations.trying import dry_run
from automations.vocabulary import MATCH, ONCE_PER
from common.errors import DomainError
from desk.automations import building, common
from desk.automations.trials import Trial
from stores.access import Actor
from stores.admin_base import actor_of
from stores.models import Store
from stores.roles import Verb

WHOLE: Final = "agency"


@dataclass(slots=True)
class Said:
    """What stands in the form, right or wrong, and what is wrong, by place."""

    name: str = ""
    store: str = WHOLE
    position: int = 100
    definition: dict[str, Any] = field(default_factory=lambda: dict(building.EMPTY))
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def wish(self) -> RuleWish:
        return RuleWish(name=self.name, definition=self.definition, position=self.position)


def add(request: HttpRequest) -> HttpResponse:
    """A new rule, switched off at first."""
    common.must(request, Verb.MANAGE_RULES)
    actor = actor_of(request)
    if request.method != "POST":
        only = str(actor.stores[0].pk) if actor.stores else ""
        return _form(request, Said(store=WHOLE if actor.has_all_stores else only), None)
    said = _said(request.POST)
    if request.POST.get("do") != "save":
        return _worked_on(request, said, None)
    store = _store(said, actor)
    if said.errors:
        return _form(request, said, None)
    try:
        rule = services.create_rule(wish=said.wish, store=store, actor=actor, now=timezone.now())
    except DomainError as refusal:
        return _refused(request, said, None, refusal)
    messages.info(request, _("Written, and switched off. Look at it, then switch it on."))
    return redirect("admin:automations_change", rule.public_id)


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Other words; what runs already ends by the old ones."""
    rule = common.rule_of(request, public_id)
    common.must(request, Verb.MANAGE_RULES)
    if request.method != "POST":
        return _form(request, _of(rule), rule)
    said = _said(request.POST)
    if request.POST.get("do") != "save":
        return _worked_on(request, said, rule)
    try:
        services.change_rule(rule=rule, wish=said.wish, actor=actor_of(request), now=timezone.now())
    except DomainError as refusal:
        return _refused(request, said, rule, refusal)
    messages.info(request, _("Changed. What runs already ends by the old words."))
    return redirect("admin:automations_change", rule.public_id)


def _said(form: QueryDict) -> Said:
    position = form.get("position", "100")
    is_number = position.isascii() and position.isdigit() and len(position) < 5
    return Said(
        name=form.get("name", "").replace("\0", "").strip()[:200],
        store=form.get("store", ""),
        position=int(position) if is_number else 100,
        definition=building.definition_in(form),
    )


def _of(rule: Rule) -> Said:
    return Said(
        name=rule.name,
        store=str(rule.store_id or WHOLE),
        position=rule.position,
        definition=dict(rule.definition),
    )


def _store(said: Said, actor: Actor) -> Store | None:
    """For which store; None for all, and where nothing was chosen, which is an error."""
    found = next((one for one in actor.stores if str(one.pk) == said.store), None)
    if found is None and said.store != WHOLE:
        said.errors["store"] = _("Choose for which store it is.")
    return found


def _worked_on(request: HttpRequest, said: Said, rule: Rule | None) -> HttpResponse:
    """A condition or a step more or less, another trigger, or tried on the last orders."""
    deed = request.POST.get("do", "")
    if deed != "try":
        said.definition = building.changed(said.definition, deed)
        return _form(request, said, rule)
    try:
        definition = read_definition(said.definition)
    except BadDefinition as refusal:
        said.errors |= refusal.problems
        return _form(request, said, rule)
    store = _tried_in(request, said, rule)
    if store is None:
        said.errors["store"] = _("Choose for which store it is.")
        return _form(request, said, rule)
    found = dry_run(definition=definition, store=store, now=timezone.now())
    return _form(request, said, rule, trial=Trial(found, store))


def _tried_in(request: HttpRequest, said: Said, rule: Rule | None) -> Store | None:
    stores = actor_of(request).stores
    if rule is not None and rule.store is not None:
        return rule.store
    wanted = request.POST.get("tried") if said.store == WHOLE or rule else said.store
    return next((one for one in stores if str(one.pk) == wanted), stores[0] if stores else None)


def _refused(
    request: HttpRequest, said: Said, rule: Rule | None, refusal: DomainError
) -> HttpResponse:
    if isinstance(refusal, BadDefinition):
        said.errors |= refusal.problems
    else:
        fields: dict[type[DomainError], str] = {RuleNeedsName: "name", RuleBeyondReach: "store"}
        said.errors[fields.get(type(refusal), "")] = str(refusal)
    return _form(request, said, rule)


def _form(
    request: HttpRequest, said: Said, rule: Rule | None, *, trial: Trial | None = None
) -> HttpResponse:
    actor = actor_of(request)
    currency = next((one.currency for one in actor.stores if str(one.pk) == said.store), "")
    currency = currency or (actor.stores[0].currency if actor.stores else "EUR")
    trigger, conditions, actions = building.pieces_of(said.definition, said.errors, currency)
    context = common.context(
        request,
        _("Change") if rule else _("New rule"),
        rule=rule,
        said=said,
        sentence=_sentence(said.definition),
        trigger=trigger,
        conditions=conditions,
        steps=actions,
        matches=MATCH,
        onces=ONCE_PER,
        stores=actor.stores,
        may_be_whole=actor.has_all_stores and not actor.is_test,
        whose=common.whose(rule) if rule else "",
        trial=trial,
    )
    status = 422 if said.errors else 200
    return TemplateResponse(request, "desk/automations/form.html", context, status=status)


def _sentence(said: Mapping[str, Any]) -> str:
    """The rule in words, as far as it can be read by now."""
    try:
        return sentence_of(read_definition(said))
    except BadDefinition:
        return ""
