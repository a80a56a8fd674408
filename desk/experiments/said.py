"""What the form of a draft said, as text; and a plan out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from stores.models import Store
from templates_app.assigning import BUCKETS
from templates_app.experiment_plans import SEGMENTS, ArmPlan, ExperimentPlan, PlanRefused
from templates_app.models import Guardrail, Layer, Metric, Stopping, Template, Unit, Variant

CONTROL: Final = "0"
TEXTS: Final = (
    "name",
    "hypothesis",
    "template",
    "unit",
    "stopping",
    "metric",
    "window_days",
    "effect",
    "base_rate",
    "coverage",
    "layer",
    "holdback",
    "least_days",
    "look_count",
    "plan_units",
    "plan_end",
)
LISTS: Final = ("store", "guardrail", "segment")
_DEFAULTS: Final = {
    "unit": Unit.CUSTOMER.value,
    "stopping": Stopping.PLANNED.value,
    "metric": Metric.CLICKED.value,
    "window_days": "14",
    "effect": "10",
    "coverage": "100",
    "holdback": "5",
    "least_days": "7",
    "look_count": "10",
}


@dataclass(frozen=True, slots=True)
class ArmSaid:
    """One row of the form: the control, a variant, or the same words sent otherwise."""

    key: str
    label: str
    title: str  # what words it sends
    variant: Variant | None
    is_on: bool
    name: str
    sender: str
    delay: str  # in hours
    share: str

    @property
    def is_control(self) -> bool:
        return self.key == CONTROL


@dataclass(frozen=True, slots=True)
class Said:
    """All fields, as they were typed."""

    texts: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    promotes_itself: bool
    arms: Mapping[str, Mapping[str, str]]  # by key: on, name, sender, delay, share

    @classmethod
    def of(cls, query: QueryDict) -> "Said":
        arms: dict[str, dict[str, str]] = {}
        for name in query:
            prefix, _dash, rest = name.partition("-")
            key, _dash, field = rest.rpartition("-")
            if prefix == "arm" and key:
                arms.setdefault(key, {})[field] = _clean(query.get(name, ""))
        return cls(
            {name: _clean(query.get(name, "")) for name in TEXTS},
            {name: [_clean(one) for one in query.getlist(name)] for name in LISTS},
            "promotes_itself" in query,
            arms,
        )

    @classmethod
    def anew(cls, template: Template | None, stores: Sequence[Store]) -> "Said":
        """A new draft: what most tests are."""
        texts = dict.fromkeys(TEXTS, "") | _DEFAULTS
        if template is not None:
            texts["template"] = str(template.pk)
        return cls(
            texts,
            {
                "store": [str(store.pk) for store in stores],
                "guardrail": list(Guardrail.values),
                "segment": [],
            },
            False,
            {},
        )

    @classmethod
    def of_plan(cls, plan: ExperimentPlan) -> "Said":
        end = plan.plan_end_at
        texts = {
            "name": plan.name,
            "hypothesis": plan.hypothesis,
            "template": str(plan.template.pk),
            "unit": plan.unit,
            "stopping": plan.stopping,
            "metric": plan.primary_metric,
            "window_days": str(plan.window_days),
            "effect": _number(plan.least_effect, 100),
            "base_rate": _number(plan.base_rate, 100),
            "coverage": _number(plan.coverage_bp, 0.01),
            "layer": str(plan.layer.pk) if plan.layer else "",
            "holdback": _number(plan.holdback_bp, 0.01),
            "least_days": str(plan.least_days),
            "look_count": str(plan.look_count),
            "plan_units": _number(plan.plan_units, 1),
            "plan_end": end.date().isoformat() if end else "",
        }
        lists = {
            "store": [str(store.pk) for store in plan.stores],
            "guardrail": list(plan.guardrails),
            "segment": list(plan.segments),
        }
        return cls(texts, lists, plan.promotes_itself, _arms_of(plan.arms))

    def number(self, name: str, factor: float = 1.0) -> float | None:
        """A number typed with a point or a comma; None for nothing. Raises PlanRefused."""
        return read_number(name, self.texts[name], factor)

    def whole(self, name: str, factor: float = 1.0) -> int:
        return round(self.number(name, factor) or 0)


def rows(said: Said, variants: Sequence[Variant]) -> list[ArmSaid]:
    """The control, each variant of the template, and the same words once more."""
    keys: list[tuple[str, Variant | None, str]] = [
        (CONTROL, None, _("The words of today")),
        *((f"v{variant.pk}", variant, variant.name) for variant in variants),
        ("s", None, _("The same words, by another sender or later")),
    ]
    is_new = not said.arms
    found = []
    place = 0
    for key, variant, title in keys:
        one = said.arms.get(key, {})
        is_on = key == CONTROL or "on" in one or (is_new and variant is not None)
        label = chr(ord("A") + place) if is_on else ""
        place += is_on
        default = _("As it was") if key == CONTROL else title if variant else ""
        found.append(
            ArmSaid(
                key,
                label,
                title,
                variant,
                is_on,
                one.get("name") or default,
                one.get("sender", ""),
                one.get("delay", ""),
                one.get("share", ""),
            )
        )
    return found


def plan_out_of(
    said: Said,
    *,
    template: Template | None,
    stores: Sequence[Store],
    layer: Layer | None,
    variants: Sequence[Variant],
    timezone: str,
) -> ExperimentPlan:
    """Raises PlanRefused, naming the field."""
    if template is None:
        raise PlanRefused("template", _("Choose which mail is tested."))
    texts = said.texts
    _check_choices(texts)
    return ExperimentPlan(
        name=texts["name"],
        hypothesis=texts["hypothesis"][:500],
        template=template,
        stores=stores,
        arms=_plans([row for row in rows(said, variants) if row.is_on]),
        layer=layer,
        unit=texts["unit"],
        stopping=texts["stopping"],
        primary_metric=texts["metric"],
        coverage_bp=said.whole("coverage", 100),
        window_days=said.whole("window_days"),
        guardrails=said.lists["guardrail"],
        segments=[one for one in said.lists["segment"] if one in SEGMENTS],
        base_rate=said.number("base_rate", 0.01),
        least_effect=said.number("effect", 0.01),
        plan_units=said.whole("plan_units") or None,
        plan_end_at=_end(texts["plan_end"], timezone),
        look_count=said.whole("look_count"),
        least_days=said.whole("least_days"),
        promotes_itself=said.promotes_itself,
        holdback_bp=said.whole("holdback", 100),
    )


def _check_choices(texts: Mapping[str, str]) -> None:
    known = {"unit": Unit.values, "stopping": Stopping.values, "metric": Metric.values}
    for name, values in known.items():
        if texts[name] not in values:
            raise PlanRefused(name, _("Choose one of those offered."))


def read_number(field: str, text: str, factor: float = 1.0) -> float | None:
    """Raises PlanRefused for what is no number."""
    if not text:
        return None
    try:
        value = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
        if abs(value) > 10**12:
            raise ValueError(text)
        return value * factor
    except ValueError:
        raise PlanRefused(field, _("“%(text)s” is no number.") % {"text": text[:40]}) from None


def _plans(arms: Sequence[ArmSaid]) -> list[ArmPlan]:
    return [
        ArmPlan(
            name=arm.name,
            weight_bp=share,
            variant=arm.variant,
            sender_name=arm.sender,
            delay=_delay(arm.delay),
        )
        for arm, share in zip(arms, _shares(arms), strict=True)
    ]


def _shares(arms: Sequence[ArmSaid]) -> list[int]:
    """In basis points; what is left blank shares the rest equally, to the last of it."""
    given = [read_number("weights", arm.share, 100) for arm in arms]
    blank = [place for place, share in enumerate(given) if share is None]
    rest = max(BUCKETS - round(sum(share or 0 for share in given)), 0)
    shares = [round(share or 0) for share in given]
    for turn, place in enumerate(blank):
        shares[place] = rest // len(blank) + (turn < rest % len(blank))
    return shares


def _delay(text: str) -> timedelta | None:
    hours = read_number("arms", text)
    return timedelta(hours=min(max(hours, -1), 10_000)) if hours else None


def _end(text: str, timezone: str) -> datetime | None:
    """Midnight that ends the day, where the agency is."""
    if not text:
        return None
    try:
        on = parse_date(text)
    except ValueError:
        on = None
    if on is None:
        raise PlanRefused("plan_end", _("Write the day as 2026-12-31."))
    return datetime.combine(on, time(23, 59), ZoneInfo(timezone))


def _arms_of(plans: Sequence[ArmPlan]) -> dict[str, dict[str, str]]:
    found = {}
    for place, arm in enumerate(plans):
        key = CONTROL if place == 0 else f"v{arm.variant.pk}" if arm.variant else "s"
        hours = arm.delay / timedelta(hours=1) if arm.delay else None
        found[key] = {
            "on": "on",
            "name": arm.name,
            "sender": arm.sender_name,
            "delay": _number(hours, 1),
            "share": _number(arm.weight_bp, 0.01),
        }
    return found


def _number(value: float | None, factor: float) -> str:
    return "" if value is None else f"{round(value * factor, 4):g}"


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()
