"""How the API shows templates, revisions and roll-outs, and what it reads."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.filters import Choice, Filters
from common.api.shapes import Query, Strict, UtcTime
from stores.api_base import StoreRefOut, store_ref
from stores.api_filters import OfStore
from templates_app import ways
from templates_app.data import NotificationKind
from templates_app.forecasting import Outcome
from templates_app.inheriting import Origin
from templates_app.models import Decision, Revision, Rollout, RolloutItem, Template, Variant
from templates_app.ways import COMPILED, INLINED, INTERPRETED, PRESSED, Way

LABEL = r"^[B-Z]$"


class _OfStore(serializers.Serializer[Any]):
    """A row that is the agency's where it names no store."""

    store = serializers.SerializerMethodField(help_text="Null: the agency's, for all its stores")

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Any) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None


class TemplateRowOut(_OfStore):
    """A draft as it is listed."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    name = serializers.CharField()
    version = serializers.IntegerField(help_text="Name it when you save: see `edit-conflict`")
    changed_at = UtcTime()
    changed_by = serializers.CharField()
    publishes_at = UtcTime(source="publish_at", allow_null=True, help_text="Scheduled")


class BlockOut(serializers.Serializer[Any]):
    """One block where it stands in the mail, after all layers."""

    key = serializers.CharField(help_text="Its name within the mail")
    type = serializers.CharField()
    settings = serializers.DictField(help_text="`texts`: language → key → text; and the type's own")
    is_locked = serializers.BooleanField(help_text="Stores cannot change it")
    origin = serializers.ChoiceField(choices=Origin.choices, help_text="The layer it comes from")


class NewsOut(serializers.Serializer[Any]):
    """What the agency published since, that a store's draft has not taken over."""

    revision = serializers.IntegerField(source="revision.number")
    changed = serializers.ListField(child=serializers.CharField())
    conflicts = serializers.ListField(child=serializers.CharField())
    locked = serializers.ListField(child=serializers.CharField())


class VariantOut(serializers.Serializer[Variant]):
    """Another wording of a template, to be tested against it."""

    label = serializers.CharField()  # type: ignore[assignment]  # declared fields leave the class
    name = serializers.CharField()
    created_at = UtcTime()


class TemplateOut(TemplateRowOut):
    """A draft with its blocks."""

    base = serializers.SerializerMethodField(
        help_text="The agency's revision that a store's draft builds on"
    )
    blocks = serializers.SerializerMethodField()
    variants = serializers.SerializerMethodField()
    news = serializers.SerializerMethodField(help_text="Take it over by `adoption/`; null: nothing")

    def get_base(self, row: Template) -> int | None:
        return row.base.number if row.base else None

    @extend_schema_field(BlockOut(many=True))
    def get_blocks(self, row: Template) -> list[dict[str, Any]]:
        return [block.as_json() for block in self.context["blocks"]]

    @extend_schema_field(VariantOut(many=True))
    def get_variants(self, row: Template) -> Any:
        return [VariantOut(variant).data for variant in row.variants.order_by("label")]

    @extend_schema_field(NewsOut(allow_null=True))
    def get_news(self, row: Template) -> Mapping[str, Any] | None:
        news = self.context["news"]
        return NewsOut(news).data if news else None


class TemplateFilters(Filters):
    """Filters of the list of templates."""

    store = OfStore("This store's own drafts only")
    kind = Choice(choices=NotificationKind.choices)


class VariantQuery(Query):
    """Which wording."""

    variant = serializers.RegexField(LABEL, required=False, help_text="Such as `B`; none: `A`")


class OwnTemplateIn(Strict):
    store = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)


class BlockIn(Strict):
    key = serializers.CharField(max_length=48)
    type = serializers.CharField(max_length=32)
    settings = serializers.DictField(default=dict)
    is_locked = serializers.BooleanField(default=False, help_text="Of the agency's drafts only")


class DraftIn(Strict):
    version = serializers.IntegerField(min_value=1)
    blocks = BlockIn(many=True, max_length=60)  # type: ignore[call-arg]  # its ListSerializer's


class BlockChangeIn(Strict):
    key = serializers.CharField(max_length=48)
    settings = serializers.DictField(required=False)
    is_locked = serializers.BooleanField(required=False)


class BlockChangesIn(Strict):
    version = serializers.IntegerField(min_value=1)
    blocks = BlockChangeIn(many=True, max_length=60)  # type: ignore[call-arg]  # its ListSerializer's


class WhyIn(Strict):
    note = serializers.CharField(
        max_length=500, default="", allow_blank=True, help_text="Why; it stands in the history"
    )


class ScheduleIn(WhyIn):
    publishes_at = UtcTime()


class VariantIn(Strict):
    name = serializers.CharField(max_length=120)


class AdoptionIn(Strict):
    version = serializers.IntegerField(min_value=1)
    decisions = serializers.DictField(
        child=serializers.ChoiceField(choices=[Decision.KEEP_STORE, Decision.TAKE_AGENCY]),
        default=dict,
        help_text="By block key; who is not named keeps the store's",
    )


class RenderIn(Strict):
    locale = serializers.CharField(max_length=16, default="", allow_blank=True)
    sample = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="One of the kind's; none: the first"
    )
    values = serializers.DictField(
        required=False, help_text="Your own variables instead of a sample's"
    )
    variant = serializers.RegexField(LABEL, required=False)
    revision = serializers.IntegerField(
        required=False, min_value=1, help_text="A published one instead of the draft"
    )


class RenderedOut(serializers.Serializer[Any]):
    """One mail."""

    subject = serializers.CharField()
    html = serializers.CharField()
    text = serializers.CharField()
    locale = serializers.CharField(help_text="The language there was")
    promo_share = serializers.FloatField(
        help_text="Of the letters a buyer sees, 0 to 1, those that promote something"
    )
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="What failed inside a node and was left out"
    )


class WayOut(serializers.Serializer[Way]):
    """How its mails are made; they are the same either way. The slowest of its languages."""

    engine = serializers.ChoiceField(
        choices=[COMPILED, INTERPRETED], help_text="Its Liquid: compiled, or read for each mail"
    )
    engine_reason = serializers.CharField(help_text="Why it is not compiled")
    css = serializers.ChoiceField(
        choices=[PRESSED, INLINED],
        help_text="Its styles: set into its elements once, or for each mail",
    )
    css_reason = serializers.CharField(help_text="Why they are not set once")


class RevisionRowOut(_OfStore):
    """What was published, by whom and why."""

    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    note = serializers.CharField()
    restores = serializers.SerializerMethodField(help_text="The number of the one it repeats")
    locales = serializers.ListField(child=serializers.CharField())
    fingerprint = serializers.CharField(help_text="The same words have the same")
    created_at = UtcTime()
    created_by = serializers.CharField()
    way = serializers.SerializerMethodField(help_text="Null until it was tried, after publishing")

    @extend_schema_field(WayOut(allow_null=True))
    def get_way(self, row: Revision) -> dict[str, str] | None:
        way = ways.together(row.proof)
        return way.as_json() if way else None

    def get_restores(self, row: Revision) -> int | None:
        return row.restores.number if row.restores else None


class RevisionOut(RevisionRowOut):
    """A revision with its words and brand."""

    blocks = BlockOut(many=True)
    sources = serializers.DictField(help_text="Language → `subject`, `preheader`, `short`, `html`")
    brand = serializers.DictField()


class PushIn(Strict):
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=NotificationKind.choices), min_length=1, max_length=40
    )
    stores = serializers.ListField(
        child=serializers.UUIDField(),
        allow_null=True,
        default=None,
        min_length=1,
        max_length=1000,
        help_text="Null: all that the key reaches",
    )


class DecisionIn(Strict):
    store = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    decision = serializers.ChoiceField(choices=Decision.choices)


class RolloutIn(PushIn):
    stages = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=100),
        default=[100],
        min_length=1,
        max_length=10,
        help_text="In per cent of the stores, rising to 100",
    )
    wait_hours = serializers.IntegerField(min_value=0, max_value=720, default=0)
    decisions = DecisionIn(many=True, default=list, max_length=1000)  # type: ignore[call-arg]  # its ListSerializer's
    note = serializers.CharField(max_length=500, default="", allow_blank=True)


class ForecastOut(serializers.Serializer[Any]):
    """What would become of one mail of one store. Blocks are named by their keys."""

    store = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    changed = serializers.ListField(child=serializers.CharField())
    conflicts = serializers.ListField(child=serializers.CharField())
    locked = serializers.ListField(child=serializers.CharField())
    brand_changes = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Any) -> dict[str, str]:
        return store_ref(self.context, row.store.pk)


class DryRunOut(serializers.Serializer[Any]):
    """What a push would change."""

    mail_count = serializers.IntegerField()
    store_count = serializers.IntegerField()
    unchanged_count = serializers.IntegerField()
    mails = ForecastOut(many=True, help_text="Those that change; conflicts first, at most 1,000")
    left_out_count = serializers.IntegerField()


class StageOut(serializers.Serializer[Any]):
    """One stage."""

    percent = serializers.IntegerField()
    store_count = serializers.IntegerField(help_text="That have it when the stage is through")
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Mails by their state"
    )


class RolloutRowOut(serializers.Serializer[Rollout]):
    """A push of words to stores, and how far it is."""

    id = serializers.UUIDField(source="public_id")
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=NotificationKind.choices))
    state = serializers.ChoiceField(choices=Rollout.State.choices)
    why_paused = serializers.CharField(help_text="Empty: a person paused it, or it is not paused")
    store_count = serializers.IntegerField()
    stage = serializers.IntegerField(help_text="Counted from 0")
    stages = serializers.SerializerMethodField(help_text="Of the stores that the key reaches")
    next_at = UtcTime(help_text="When it goes on, while it is under way")
    note = serializers.CharField()
    created_at = UtcTime()
    created_by = serializers.CharField()
    changed_at = UtcTime()
    changed_by = serializers.CharField()

    @extend_schema_field(StageOut(many=True))
    def get_stages(self, row: Rollout) -> Any:
        return StageOut(self.context["stages_of"](row), many=True).data


class RolloutMailOut(serializers.Serializer[RolloutItem]):
    """One mail of one store in a roll-out."""

    store = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    stage = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RolloutItem.State.choices)
    decision = serializers.ChoiceField(choices=Decision.choices)
    why = serializers.CharField()
    before = serializers.SerializerMethodField(help_text="Number of the revision it sent")
    after = serializers.SerializerMethodField(help_text="Number of the revision it was given")
    done_at = UtcTime(allow_null=True)

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: RolloutItem) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None

    def get_before(self, row: RolloutItem) -> int | None:
        return row.before.number if row.before else None

    def get_after(self, row: RolloutItem) -> int | None:
        return row.after.number if row.after else None
