"""Rules for programs: written, switched on and off, asked of the past."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from automations import examples, recipes, services, trying
from automations.data import RuleWish
from automations.definitions import BadDefinition, read_definition
from automations.models import Rule
from automations.queries import rules_within_reach
from automations.sentences import sentence_of
from automations.shapes import (
    STATES,
    RecipeIn,
    RecipeOut,
    RuleChangesIn,
    RuleDryRunOut,
    RuleIn,
    RuleOut,
    RuleSecretOut,
    TryIn,
    VocabularyOut,
)
from automations.words_of_rules import vocabulary
from common.api.filters import Choice, Filters
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, Strict
from stores.api_base import ApiView
from stores.api_filters import OfStore
from stores.models import Store
from stores.roles import Verb


class RuleFilters(Filters):
    """Filters of the list of rules."""

    store = OfStore(help_text="Those that hold for this store, also the agency's")
    state = Choice(choices=STATES)


class RuleView(ApiView):
    """A view of one rule within the caller's reach."""

    query_classes: ClassVar = {"POST": Query}
    verbs: ClassVar = {"POST": Verb.MANAGE_RULES}

    def rule(self, public_id: UUID) -> Rule:
        found: Rule = get_object_or_404(rules_within_reach(self.actor), public_id=public_id)
        return found

    def store_named(self, public_id: UUID | None) -> Store | None:
        if public_id is None:
            return None
        (store_id,) = self.stores_named(public_id)
        return next(store for store in self.actor.stores if store.pk == store_id)


class Rules(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.MANAGE_RULES}
    query_classes: ClassVar = {"GET": RuleFilters, "POST": Query}
    keyset: ClassVar = Keyset("rules", ("created_at", "id"))

    @described(
        "rules_list", "List rules", out=page_of(RuleOut), example=page_example(examples.RULE)
    )
    def get(self, request: Request) -> Response:
        """Newest first, also those that hold for all stores."""
        rows = self.narrowed(rules_within_reach(self.actor))
        if self.query.get("store"):
            (store_id,) = self.stores_named(self.query["store"])
            rows = rows.filter(store_id=store_id) | rows.filter(store=None)
        return self.listed(RuleOut, rows, keyset=self.keyset)

    @described(
        "rules_create",
        "Write a rule",
        body=RuleIn,
        out={201: RuleOut},
        body_example={"name": "Thank those who buy much", "definition": examples.DEFINITION},
        example=examples.RULE,
    )
    def post(self, request: Request) -> Response:
        """Switched off at first. 422 names each mistake of the definition by its place.

        409 `rule-beyond-reach`: a rule for all stores is written by who sees all of them.
        409 `too-many-rules`.
        """
        said = self.read_body(request, RuleIn)
        with mistakes_by_place():
            rule = services.create_rule(
                wish=RuleWish(
                    name=said["name"],
                    definition=said["definition"],
                    position=said.get("position", 100),
                ),
                store=self.store_named(said["store"]),
                actor=self.actor,
                now=timezone.now(),
            )
        return self.shown(RuleOut, rule, status=201)


class OneRule(RuleView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_ORDERS,
        "PATCH": Verb.MANAGE_RULES,
        "DELETE": Verb.MANAGE_RULES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}
    versioned_by: ClassVar = RuleOut

    def lock(self) -> None:
        rows = Rule.objects.standing().select_for_update(of=("self",), no_key=True)
        get_object_or_404(rows, public_id=self.kwargs["public_id"])

    @described("rules_read", "Read a rule", out=RuleOut, example=examples.RULE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Its words, as a sentence too."""
        return self.shown(RuleOut, self.rule(public_id))

    @described(
        "rules_change",
        "Change a rule",
        body=RuleChangesIn,
        out=RuleOut,
        body_example={"name": "VIPs"},
        example=examples.RULE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """From now on it says so; what runs already ends by the old words.

        422 names each mistake of the definition by its place. 409 `rule-beyond-reach`.
        """
        said = self.read_body(request, RuleChangesIn)
        rule = self.rule(public_id)
        wish = RuleWish(
            name=said.get("name", rule.name),
            definition=said.get("definition", rule.definition),
            position=said.get("position", rule.position),
        )
        with mistakes_by_place():
            services.change_rule(rule=rule, wish=wish, actor=self.actor, now=timezone.now())
        return self.shown(RuleOut, rule)

    @described("rules_remove", "Remove a rule", out=RuleOut, example=examples.RULE)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """It runs no more, and what waits stops; what it did stays on the timelines."""
        rule = self.rule(public_id)
        answer = self.shown(RuleOut, rule)
        services.remove_rule(rule=rule, actor=self.actor, now=timezone.now())
        return answer


class SwitchOn(RuleView):
    @described("rules_switch_on", "Switch a rule on", out=RuleOut, example=examples.RULE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It runs for what happens from now on. To switch it on twice changes nothing."""
        self.read_body(request, Strict)
        rule = self.rule(public_id)
        services.switch_on(rule=rule, actor=self.actor, now=timezone.now())
        return self.shown(RuleOut, rule)


class SwitchOff(RuleView):
    @described("rules_switch_off", "Switch a rule off", out=RuleOut, example=examples.RULE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It runs no more, and what waits stops. To switch it off twice changes nothing."""
        self.read_body(request, Strict)
        rule = self.rule(public_id)
        services.switch_off(rule=rule, actor=self.actor, now=timezone.now())
        return self.shown(RuleOut, rule)


class SecretRotation(RuleView):
    @described(
        "rules_rotate_secret",
        "Rotate a rule's secret",
        out=RuleSecretOut,
        example={**examples.RULE, "secret": "whsec_" + "A" * 43 + "="},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new secret that signs what the rule posts, shown this once; the old one ends."""
        self.read_body(request, Strict)
        rule = self.rule(public_id)
        secret = services.rotate_secret(rule=rule, actor=self.actor, now=timezone.now())
        return self.shown(RuleSecretOut, rule, secret=secret)


class DryRuns(RuleView):
    @described(
        "rules_dry_run",
        "Try a rule on the last orders",
        body=TryIn,
        out=RuleDryRunOut,
        body_example={"definition": examples.DEFINITION, "store": examples.STORE_ID},
        example=examples.DRY_RUN,
    )
    def post(self, request: Request) -> Response:
        """For which of the store's last orders it would have run, what it would have done, and why
        not for the others. Nothing is written. 422 names each mistake by its place.
        """
        self.require(Verb.VIEW_ORDERS)
        said = self.read_body(request, TryIn)
        store = self.store_named(said["store"])
        assert store is not None  # noqa: S101 - the body names one
        with mistakes_by_place():
            definition = read_definition(said["definition"])
        found = trying.dry_run(
            definition=definition, store=store, now=timezone.now(), limit=said["limit"]
        )
        return self.shown(RuleDryRunOut, found, sentence=sentence_of(definition))


class Recipes(RuleView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.MANAGE_RULES}
    query_classes: ClassVar = {"GET": Query, "POST": Query}

    @described(
        "rule_recipes_list",
        "List recipes of rules",
        out=RecipeOut(many=True),
        example=[examples.RECIPE],
    )
    def get(self, request: Request) -> Response:
        """Rules ready to be made; sums are for EUR until a store is named."""
        found = list(recipes.RECIPES.values())
        context = {
            "sentences": {
                each.code: sentence_of(read_definition(each.definition(None))) for each in found
            }
        }
        return Response([RecipeOut(each, context=context).data for each in found])

    @described(
        "rule_recipes_make",
        "Make a rule of a recipe",
        body=RecipeIn,
        out={201: RuleOut},
        body_example={"code": "high-value", "store": examples.STORE_ID},
        example=examples.RULE,
    )
    def post(self, request: Request) -> Response:
        """Switched off at first, to be looked at. Refused as writing a rule is."""
        said = self.read_body(request, RecipeIn)
        rule = recipes.create_recipe(
            code=said["code"],
            store=self.store_named(said["store"]),
            actor=self.actor,
            now=timezone.now(),
        )
        return self.shown(RuleOut, rule, status=201)


class Vocabulary(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "rule_vocabulary_read",
        "Read the words of rules",
        out=VocabularyOut,
        example=examples.VOCABULARY,
    )
    def get(self, request: Request) -> Response:
        """All triggers, conditions and actions, with what each asks for."""
        return self.shown(VocabularyOut, vocabulary())


@contextmanager
def mistakes_by_place() -> Iterator[None]:
    """What cannot be read in a definition is told as any other wrong field."""
    try:
        yield
    except BadDefinition as refused:
        said: Mapping[str, Any] = {
            f"definition.{place}": words for place, words in refused.problems.items()
        }
        raise serializers.ValidationError(said, code="invalid") from refused
