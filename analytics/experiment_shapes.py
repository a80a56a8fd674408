"""How the API tells of a test's figures, and what it reads."""

from typing import Any

from rest_framework import serializers

from analytics.models import Decision, Look
from analytics.stats.data import Outcome, Reason, Way
from common.api.shapes import Strict, UtcTime
from templates_app.assigning import BUCKETS
from templates_app.experiment_plans import MOST_ARMS
from templates_app.models import Guardrail, Metric, Stopping

_MOST_STORES = 1_000
_OPEN = "Null: nothing can be said yet"


class EffectOut(serializers.Serializer[Any]):
    """A difference from the control, and what it lies between."""

    estimate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text=_OPEN)
    high = serializers.FloatField(allow_null=True, help_text=_OPEN)


class ResultArmOut(serializers.Serializer[Any]):
    """One arm: to how many it was given, and what came of it."""

    number = serializers.IntegerField(help_text="0 is the control")
    label = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    name = serializers.CharField()
    weight_bp = serializers.IntegerField()
    given = serializers.IntegerField(help_text="All who were handed the message")
    counted = serializers.IntegerField(help_text="Those of them that count by now")
    hits = serializers.IntegerField(help_text="Of these, for whom it came true")
    value_minor = serializers.IntegerField(help_text="Of money, in the store's minor units")
    waiting = serializers.IntegerField(help_text="Given, but the days that count are not over")
    machine_clicks = serializers.IntegerField(help_text="Left out: only a machine clicked")
    machine_opens = serializers.IntegerField()
    resent = serializers.IntegerField(help_text="Left out: sent again by staff")


class ComparisonOut(serializers.Serializer[Any]):
    """One arm against the control, by the declared rule."""

    arm = serializers.IntegerField()
    effect = EffectOut(help_text="Absolute, valid however often it is looked at")
    relative = EffectOut(help_text="0.25 is a quarter more")
    p = serializers.FloatField(allow_null=True, help_text="Null in planned mode: the bound decides")
    ordinary_p = serializers.FloatField(help_text="Of a test that is looked at once")
    information = serializers.FloatField(help_text="Share of the plan")
    spent_alpha = serializers.FloatField()
    shrunken = serializers.FloatField(help_text="The estimate without its winner's curse")
    chance_to_beat = serializers.FloatField(help_text="Shown, never decided by")
    loss_if_chosen = serializers.FloatField()
    is_winner = serializers.BooleanField()
    is_loser = serializers.BooleanField()
    is_simpson = serializers.BooleanField(help_text="All in one heap point the other way")


class BalanceOut(serializers.Serializer[Any]):
    """Whether the arms were given in the declared shares."""

    counts = serializers.ListField(child=serializers.IntegerField())
    expected = serializers.ListField(child=serializers.FloatField())
    p = serializers.FloatField()
    chi_squared_p = serializers.FloatField()
    is_alarm = serializers.BooleanField(help_text="Nothing may be concluded")


class HarmOut(serializers.Serializer[Any]):
    """One guardrail of one arm."""

    guardrail = serializers.ChoiceField(choices=Guardrail.choices)
    arm = serializers.IntegerField()
    control_count = serializers.IntegerField()
    arm_count = serializers.IntegerField()
    evidence = serializers.FloatField(help_text="20 is an alarm", allow_null=True)
    is_alarm = serializers.BooleanField()


class VerdictOut(serializers.Serializer[Any]):
    """What may be said now."""

    outcome = serializers.ChoiceField(choices=[each.value for each in Outcome])
    arm = serializers.IntegerField(allow_null=True, help_text="The winner, or who leads")
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Reason]),
        help_text="All that stands in the way of naming a winner",
    )


class LookAheadOut(serializers.Serializer[Any]):
    """A look to come."""

    number = serializers.IntegerField()
    on = serializers.DateField(allow_null=True)
    units = serializers.IntegerField(allow_null=True)


class ResultsOut(serializers.Serializer[Any]):
    """How a test stands now."""

    metric = serializers.ChoiceField(choices=Metric.choices)
    at = UtcTime()
    days = serializers.IntegerField(help_text="Full days since the start")
    currency = serializers.CharField(help_text="Empty: several")
    verdict = VerdictOut(allow_null=True, help_text="Null: nobody was given an arm yet")
    arms = ResultArmOut(many=True)
    comparisons = ComparisonOut(many=True)
    balance = BalanceOut(allow_null=True)
    guardrails = HarmOut(many=True)
    looks_ahead = LookAheadOut(many=True)
    units_per_day = serializers.FloatField()
    segments = serializers.JSONField(help_text="Exploratory, as the statistics tell them")


class LookOut(serializers.Serializer[Look]):
    """What was seen of one arm at one look; never changed."""

    number = serializers.IntegerField()
    at = UtcTime()
    metric = serializers.ChoiceField(choices=Metric.choices)
    arm = serializers.IntegerField()
    information = serializers.FloatField(allow_null=True)
    spent_alpha = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(help_text="Units of the arm and of the control")
    estimate = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    p = serializers.FloatField(allow_null=True)
    verdict = serializers.CharField()
    method_version = serializers.IntegerField()


class DecideIn(Strict):
    arm = serializers.IntegerField(
        min_value=0, max_value=MOST_ARMS, allow_null=True, help_text="By number; null: the control"
    )
    because = serializers.CharField(
        max_length=500,
        default="",
        allow_blank=True,
        help_text="Needed for what was not shown to be better",
    )
    is_ramped = serializers.BooleanField(
        default=True, help_text="First to all new buyers but a hold-back, for 14 days"
    )


class DecisionOut(serializers.Serializer[Decision]):
    """A decision and its report, as they were kept."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField(help_text="2: what was decided first was taken back")
    arm = serializers.IntegerField(allow_null=True, help_text="Null: the control")
    was_proven = serializers.BooleanField()
    decided_at = UtcTime()
    decided_by = serializers.CharField(help_text="Empty: the test itself")
    because = serializers.CharField()
    language = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of `html`, in UTF-8")


class ExperimentReportOut(DecisionOut):
    """The report itself: a page that needs nothing else, and the figures behind it."""

    html = serializers.CharField()
    snapshot = serializers.JSONField()


class ExperimentPlanIn(Strict):
    """A test that is thought of. Nothing is kept."""

    template = serializers.UUIDField()
    stores = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=_MOST_STORES
    )
    weights_bp = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=BUCKETS),
        min_length=2,
        max_length=MOST_ARMS,
        default=[5000, 5000],
        help_text="By arm",
    )
    primary_metric = serializers.ChoiceField(choices=Metric.choices, default=Metric.CLICKED.value)
    stopping = serializers.ChoiceField(choices=Stopping.choices, default=Stopping.PLANNED.value)
    least_effect = serializers.FloatField(
        min_value=0.001, max_value=10, default=0.1, help_text="Relative: 0.1 is 10 % more"
    )
    base_rate = serializers.FloatField(
        min_value=0.0001,
        max_value=0.9999,
        allow_null=True,
        default=None,
        help_text="Null: as measured",
    )
    alpha = serializers.FloatField(min_value=0.001, max_value=0.2, default=0.05)
    power = serializers.FloatField(min_value=0.5, max_value=0.99, default=0.8)
    look_count = serializers.IntegerField(min_value=1, max_value=50, default=10)
    least_days = serializers.IntegerField(min_value=1, max_value=90, default=7)
    window_days = serializers.IntegerField(min_value=1, max_value=90, default=14)
    coverage_bp = serializers.IntegerField(min_value=1, max_value=BUCKETS, default=BUCKETS)


class AlternativeOut(serializers.Serializer[Any]):
    """A way to know sooner."""

    way = serializers.ChoiceField(choices=[each.value for each in Way])
    units = serializers.IntegerField()
    days = serializers.IntegerField(allow_null=True)
    saved_days = serializers.IntegerField(allow_null=True)
    effect = serializers.FloatField(help_text="The relative change it can see")
    arms = serializers.IntegerField()
    stores = serializers.IntegerField()


class ReachOut(serializers.Serializer[Any]):
    """The smallest relative change that can be seen within so many days."""

    days = serializers.IntegerField()
    effect = serializers.FloatField()


class ExperimentPlannedOut(serializers.Serializer[Any]):
    """What a test would cost."""

    units = serializers.IntegerField(help_text="Of all arms together")
    units_by_arm = serializers.ListField(child=serializers.IntegerField())
    units_per_day = serializers.FloatField(help_text="What these stores sent of late")
    days = serializers.IntegerField(allow_null=True, help_text="Null: these stores send none")
    months = serializers.FloatField(allow_null=True)
    is_long = serializers.BooleanField(help_text="Longer than half a year")
    base_rate = serializers.FloatField(allow_null=True)
    is_measured = serializers.BooleanField(help_text="The usual rate was counted, not told")
    alternatives = AlternativeOut(many=True)
    reach = ReachOut(many=True)
    days_alone = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        help_text="By store: days it would need by itself",
    )
