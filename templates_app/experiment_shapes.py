"""How the API shows tests of wordings, and what it reads."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.filters import Choice, Filters
from common.api.shapes import Strict, UtcTime
from stores.api_base import StoreRefOut, store_ref
from stores.api_filters import OfStore
from templates_app.assigning import BUCKETS
from templates_app.data import NotificationKind
from templates_app.experiment_plans import LONGEST_DELAY, MOST_ARMS, SEGMENTS
from templates_app.models import (
    Arm,
    Experiment,
    ExperimentEpoch,
    ExperimentStore,
    Guardrail,
    HoldOut,
    Layer,
    Metric,
    Stopping,
    Unit,
)
from templates_app.shapes import LABEL

_MOST_STORES = 1_000
_SHARE = "In hundredths of a per cent: 5000 is 50 %"
_MINUTE = timedelta(minutes=1)


class ExperimentFilters(Filters):
    """Filters of the list of tests."""

    store = OfStore("Those in which it takes part")
    kind = Choice(choices=NotificationKind.choices)
    state = Choice(choices=Experiment.State.choices)


class ArmIn(Strict):
    name = serializers.CharField(max_length=120)
    weight_bp = serializers.IntegerField(min_value=0, max_value=BUCKETS, help_text=_SHARE)
    variant = serializers.RegexField(
        LABEL,
        allow_null=True,
        default=None,
        help_text="Such as `B`; null: the template's own words",
    )
    sender_name = serializers.CharField(max_length=120, default="", allow_blank=True)
    delay_minutes = serializers.IntegerField(
        min_value=0, max_value=LONGEST_DELAY // _MINUTE, default=0
    )


def _stores() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=_MOST_STORES
    )


class _DeclaredIn(Strict):
    """What is declared of a test besides what it is about."""

    layer = serializers.CharField(max_length=80, required=False, help_text="By its name")
    hypothesis = serializers.CharField(max_length=500, required=False, allow_blank=True)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    stopping = serializers.ChoiceField(choices=Stopping.choices, required=False)
    primary_metric = serializers.ChoiceField(choices=Metric.choices, required=False)
    coverage_bp = serializers.IntegerField(
        min_value=1, max_value=BUCKETS, required=False, help_text=_SHARE
    )
    window_days = serializers.IntegerField(min_value=1, max_value=90, required=False)
    cap_minor = serializers.IntegerField(
        min_value=1, max_value=10**12, required=False, allow_null=True
    )
    guardrails = serializers.ListField(
        child=serializers.ChoiceField(choices=Guardrail.choices), max_length=6, required=False
    )
    segments = serializers.ListField(
        child=serializers.ChoiceField(choices=SEGMENTS), max_length=4, required=False
    )
    alpha = serializers.FloatField(min_value=0.001, max_value=0.2, required=False)
    power = serializers.FloatField(min_value=0.5, max_value=0.99, required=False)
    base_rate = serializers.FloatField(min_value=0, max_value=1, required=False, allow_null=True)
    least_effect = serializers.FloatField(
        min_value=0.001, max_value=10, required=False, allow_null=True
    )
    plan_units = serializers.IntegerField(
        min_value=2, max_value=10**9, required=False, allow_null=True
    )
    plan_end_at = UtcTime(required=False, allow_null=True)
    look_count = serializers.IntegerField(min_value=1, max_value=50, required=False)
    least_days = serializers.IntegerField(min_value=1, max_value=90, required=False)
    promotes_itself = serializers.BooleanField(required=False)
    holdback_bp = serializers.IntegerField(
        min_value=0, max_value=5_000, required=False, help_text=_SHARE
    )


class ExperimentIn(_DeclaredIn):
    name = serializers.CharField(max_length=120)
    template = serializers.UUIDField()
    stores = _stores()
    arms = ArmIn(many=True, min_length=1, max_length=MOST_ARMS)  # type: ignore[call-arg]  # its ListSerializer's


class ExperimentChangeIn(_DeclaredIn):
    name = serializers.CharField(max_length=120, required=False)
    stores = _stores()
    arms = ArmIn(many=True, min_length=1, max_length=MOST_ARMS, required=False)  # type: ignore[call-arg]  # its ListSerializer's

    def get_fields(self) -> dict[str, Any]:
        named = super().get_fields()
        named["stores"].required = False
        return named


class WeightsIn(Strict):
    weights_bp = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=BUCKETS),
        min_length=2,
        max_length=MOST_ARMS,
        help_text="By arm; together 10000",
    )
    reason = serializers.CharField(max_length=200)


class CoverageIn(Strict):
    coverage_bp = serializers.IntegerField(min_value=1, max_value=BUCKETS, help_text=_SHARE)
    reason = serializers.CharField(max_length=200)


class StopIn(Strict):
    why = serializers.CharField(max_length=500, default="", allow_blank=True)


class LayerIn(Strict):
    name = serializers.CharField(max_length=80)


class HoldOutIn(Strict):
    share_bp = serializers.IntegerField(min_value=0, max_value=2_000, help_text=_SHARE)


class ArmOut(serializers.Serializer[Arm]):
    """One arm; number 0 is the control."""

    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    name = serializers.CharField()
    variant = serializers.SerializerMethodField(help_text="Null: the template's own words")
    sender_name = serializers.CharField()
    delay_minutes = serializers.SerializerMethodField()
    weight_bp = serializers.IntegerField(help_text="As declared")

    def get_variant(self, row: Arm) -> str | None:
        return row.variant.label if row.variant else None

    def get_delay_minutes(self, row: Arm) -> int:
        return (row.delay or timedelta(0)) // _MINUTE


class EpochOut(serializers.Serializer[ExperimentEpoch]):
    """From when which shares held."""

    number = serializers.IntegerField()
    started_at = UtcTime()
    weights_bp = serializers.ListField(child=serializers.IntegerField())
    coverage_bp = serializers.IntegerField()
    reason = serializers.CharField()
    actor = serializers.CharField()


class PlaceOut(serializers.Serializer[ExperimentStore]):
    """A store that takes part, and its buckets of the layer."""

    store = serializers.SerializerMethodField()
    lower = serializers.IntegerField(source="buckets.lower")
    upper = serializers.IntegerField(source="buckets.upper")
    is_active = serializers.BooleanField(help_text="While it gives arms")

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: ExperimentStore) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class HindranceOut(serializers.Serializer[Any]):
    """What stands in the way of a start."""

    field = serializers.CharField()
    words = serializers.CharField()


class ExperimentRowOut(serializers.Serializer[Experiment]):
    """A test as it is listed."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    state = serializers.ChoiceField(choices=Experiment.State.choices)
    store = serializers.SerializerMethodField(help_text="Null: in several stores")
    store_count = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    stopping = serializers.ChoiceField(choices=Stopping.choices)
    primary_metric = serializers.ChoiceField(choices=Metric.choices)
    created_at = UtcTime()
    created_by = serializers.CharField()
    started_at = UtcTime(allow_null=True)
    stopped_at = UtcTime(allow_null=True)
    decided_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Experiment) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None


class ExperimentOut(ExperimentRowOut):
    """All that was declared, and how it went on."""

    hypothesis = serializers.CharField()
    template = serializers.UUIDField(source="template.public_id")
    layer = serializers.CharField(source="layer.name")
    coverage_bp = serializers.IntegerField(help_text="As declared")
    window_days = serializers.IntegerField()
    cap_minor = serializers.IntegerField(allow_null=True)
    guardrails = serializers.ListField(child=serializers.ChoiceField(choices=Guardrail.choices))
    segments = serializers.ListField(child=serializers.CharField())
    alpha = serializers.FloatField()
    power = serializers.FloatField()
    base_rate = serializers.FloatField(allow_null=True)
    least_effect = serializers.FloatField(allow_null=True)
    plan_units = serializers.IntegerField(allow_null=True)
    plan_end_at = UtcTime(allow_null=True)
    look_count = serializers.IntegerField()
    least_days = serializers.IntegerField()
    promotes_itself = serializers.BooleanField()
    holdback_bp = serializers.IntegerField()
    method_version = serializers.IntegerField()
    started_by = serializers.CharField()
    stopped_by = serializers.CharField()
    why_stopped = serializers.CharField()
    arms = serializers.SerializerMethodField()
    stores = serializers.SerializerMethodField(help_text="Of those that the key reaches")
    epochs = serializers.SerializerMethodField(help_text="The last one holds")
    hindrances = serializers.SerializerMethodField(
        help_text="What keeps a draft from starting; empty: nothing does"
    )

    @extend_schema_field(ArmOut(many=True))
    def get_arms(self, row: Experiment) -> Any:
        return ArmOut(self.context["arms"], many=True).data

    @extend_schema_field(PlaceOut(many=True))
    def get_stores(self, row: Experiment) -> Any:
        return PlaceOut(self.context["places"], many=True, context=self.context).data

    @extend_schema_field(EpochOut(many=True))
    def get_epochs(self, row: Experiment) -> Any:
        return EpochOut(self.context["epochs"], many=True).data

    @extend_schema_field(HindranceOut(many=True))
    def get_hindrances(self, row: Experiment) -> Any:
        return HindranceOut(self.context["hindrances"], many=True).data


class LayerOut(serializers.Serializer[Layer]):
    """A space of 10,000 buckets; tests in one layer share no buyer."""

    name = serializers.CharField()
    created_at = UtcTime()


class HoldOutOut(serializers.Serializer[HoldOut]):
    """The share of a store's buyers who are in no test."""

    share_bp = serializers.IntegerField(help_text=_SHARE)
    changed_at = UtcTime(allow_null=True)
    changed_by = serializers.CharField()
