"""What the room's API says and takes."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from automations.data import DryRun, Tried
from automations.models import Ending, Rule, RuleRun, RuleState, RunState
from automations.recipes import RECIPES, Recipe
from automations.sentences import sentence
from common.api.shapes import Strict, UtcTime
from stores.api_base import StoreRefOut, store_ref

STATES = [(state.value, state.label) for state in RuleState if state != RuleState.REMOVED]
_WORDS = "See `GET /api/v1/rule-vocabulary/`"


class RuleOut(serializers.Serializer[Rule]):
    """When this happens to an order, and this holds, then that is done."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField(help_text="Null: every store of the agency")
    name = serializers.CharField()
    sentence = serializers.SerializerMethodField(help_text="The whole rule, to be read")
    definition = serializers.DictField(help_text=_WORDS)
    version = serializers.IntegerField(help_text="Counts its words; each run says by which it ran")
    position = serializers.IntegerField(help_text="Rules of one fact run in this order")
    state = serializers.ChoiceField(choices=STATES)
    on_since = UtcTime(allow_null=True, help_text="What happened before is none of its business")
    stopped_itself_at = UtcTime(
        source="fused_at",
        allow_null=True,
        help_text="When it last ran too often for one order, and left that order out",
    )
    recipe = serializers.CharField(help_text="Which recipe it was made of; empty: none")
    created_by = serializers.CharField()
    created_at = UtcTime()
    changed_by = serializers.CharField()
    changed_at = UtcTime()

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Rule) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None

    def get_sentence(self, row: Rule) -> str:
        return sentence(row)


class RuleSecretOut(RuleOut):
    """The rule with the secret that signs what it posts, shown this once."""

    secret = serializers.SerializerMethodField(help_text="`whsec_…`")

    def get_secret(self, row: Rule) -> str:
        text: str = self.context["secret"]
        return text


class RuleChangesIn(Strict):
    """What is named is changed, all else stays."""

    name = serializers.CharField(required=False, max_length=120)
    definition = serializers.DictField(required=False, help_text=_WORDS)
    position = serializers.IntegerField(required=False, min_value=0, max_value=30_000)


class RuleIn(RuleChangesIn):
    """A new rule, which is switched off at first."""

    name = serializers.CharField(max_length=120)
    definition = serializers.DictField(help_text=_WORDS)
    store = serializers.UUIDField(
        allow_null=True,
        default=None,
        help_text="Null: every store of the agency, also those to come",
    )


class TryIn(Strict):
    """A rule to be asked of the past; it need not exist."""

    definition = serializers.DictField(help_text=_WORDS)
    store = serializers.UUIDField()
    limit = serializers.IntegerField(default=100, min_value=1, max_value=100)


class RecipeIn(Strict):
    code = serializers.ChoiceField(choices=tuple(RECIPES))
    store = serializers.UUIDField(
        allow_null=True, default=None, help_text="Null: every store of the agency"
    )


class RunOrderOut(serializers.Serializer[Any]):
    """Which order."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.SerializerMethodField()

    def get_name(self, row: Any) -> str:
        return str(row)


class RuleRefOut(serializers.Serializer[Any]):
    """Which rule."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class RunOut(serializers.Serializer[RuleRun]):
    """What a rule did for one thing that happened, and why."""

    id = serializers.UUIDField(source="public_id")
    rule = RuleRefOut()
    version = serializers.IntegerField(source="version.number")
    store = serializers.SerializerMethodField()
    order = RunOrderOut(allow_null=True)
    set_off_by = serializers.CharField(source="kind")
    happened_at = UtcTime()
    because = serializers.ListField(
        child=serializers.DictField(), help_text="What each condition saw when the rule fired"
    )
    state = serializers.ChoiceField(choices=RunState.choices)
    ending = serializers.ChoiceField(
        choices=Ending.choices, allow_blank=True, help_text="Why it stopped; empty: it did not"
    )
    step = serializers.IntegerField(help_text="How many steps were taken")
    goes_on_at = UtcTime(source="run_after")
    outcomes = serializers.ListField(
        child=serializers.DictField(), help_text="One for each step taken, in codes"
    )
    created_at = UtcTime()
    ended_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: RuleRun) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class TriedOut(serializers.Serializer[Tried]):
    """One order, and what the rule would have done."""

    order = serializers.SerializerMethodField()
    placed_at = UtcTime()
    at = UtcTime(allow_null=True, help_text="When it would have been set off; null: never")
    would_run = serializers.BooleanField()
    because = serializers.CharField(
        help_text="Why not: NOT_SET_OFF, CONDITIONS or ONCE; empty: it would have run"
    )
    seen = serializers.SerializerMethodField()
    steps = serializers.ListField(child=serializers.DictField())

    @extend_schema_field(RunOrderOut)
    def get_order(self, row: Tried) -> dict[str, str]:
        return {"id": str(row.order_public_id), "name": row.order_name}

    @extend_schema_field(serializers.ListField(child=serializers.DictField()))
    def get_seen(self, row: Tried) -> list[dict[str, Any]]:
        return [each.as_json() for each in row.seen]


class RuleDryRunOut(serializers.Serializer[DryRun]):
    """What the rule would have done; nothing was."""

    sentence = serializers.SerializerMethodField(help_text="The rule, to be read")
    would_run_count = serializers.IntegerField()
    orders = TriedOut(many=True, source="tried")

    def get_sentence(self, _row: DryRun) -> str:
        text: str = self.context["sentence"]
        return text


class RecipeOut(serializers.Serializer[Recipe]):
    """A rule ready to be made."""

    code = serializers.CharField()
    name = serializers.CharField()
    explanation = serializers.CharField(source="help")
    sentence = serializers.SerializerMethodField()
    definition = serializers.SerializerMethodField()

    def get_sentence(self, row: Recipe) -> str:
        said: Mapping[str, Any] = self.context["sentences"]
        return str(said[row.code])

    @extend_schema_field(serializers.DictField())
    def get_definition(self, row: Recipe) -> dict[str, Any]:
        return row.definition(None)


class CodeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()


class ParameterOut(serializers.Serializer[Any]):
    """One blank to be filled in."""

    name = serializers.CharField()
    words = serializers.CharField()
    type = serializers.CharField()
    choices = CodeOut(many=True)
    is_required = serializers.BooleanField()
    default = serializers.JSONField()
    least = serializers.IntegerField()
    most = serializers.IntegerField()
    hint = serializers.CharField()


class TermOut(serializers.Serializer[Any]):
    """A trigger or an action."""

    name = serializers.CharField()
    words = serializers.CharField()
    help = serializers.CharField()
    parameters = ParameterOut(many=True)


class AskedOut(serializers.Serializer[Any]):
    """Something that a condition may ask about."""

    name = serializers.CharField()
    words = serializers.CharField()
    help = serializers.CharField()
    type = serializers.CharField()
    operators = serializers.ListField(child=serializers.CharField())
    choices = CodeOut(many=True)


class VocabularyOut(serializers.Serializer[Any]):
    """All words that a definition may be made of."""

    triggers = TermOut(many=True)
    fields_ = AskedOut(many=True, source="asked")
    operators = CodeOut(many=True)
    actions = TermOut(many=True)
    once_per = CodeOut(many=True)
    match = CodeOut(many=True)

    def get_fields(self) -> dict[str, Any]:
        named = super().get_fields()  # a serializer has a property `fields`, hence the underscore
        named["fields"] = named.pop("fields_")
        return named
