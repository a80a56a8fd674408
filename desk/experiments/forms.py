"""The form of a draft: what may be chosen, what was said, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.planning import planning_of
from analytics.standing import Planned
from common.errors import DomainError
from desk import kinds
from desk.experiments.said import ArmSaid, Said, plan_out_of, rows
from stores.access import Actor
from stores.admin_base import actor_of
from stores.models import Store
from templates_app.data import NotificationKind
from templates_app.experiment_plans import SEGMENTS, ExperimentPlan
from templates_app.models import Guardrail, Layer, Metric, Stopping, Template, Unit, Variant

GROUPS: Final[dict[str, Any]] = {
    "market": gettext_lazy("By country"),
    "locale": gettext_lazy("By language"),
    "returning": gettext_lazy("First order or not"),
    "value": gettext_lazy("By size of the order"),
}
ENDS: Final[dict[str, Any]] = {
    Stopping.PLANNED: gettext_lazy("The usual choice: fewest orders for a proof."),
    Stopping.OPEN: gettext_lazy("Look as often as you like; needs about 1.7 times as many."),
    Stopping.PICK: gettext_lazy("For small stores: says which is likelier, and proves nothing."),
    Stopping.BANDIT: gettext_lazy("Costs least while it runs; tells less exactly how much better."),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that may be tested: the agency's, or a store's own."""

    template: Template
    words: str


class Form:
    """What the page shows and reads. Four queries."""

    def __init__(self, actor: Actor, said: Said) -> None:
        self.actor = actor
        self.said = said
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, request: HttpRequest, said: Said | None = None) -> "Form":
        """Of what was said; a new one starts with the first mail and all stores."""
        actor = actor_of(request)
        if said is not None:
            return cls(actor, said)
        form = cls(actor, Said.anew(None, actor.stores))
        first = next(iter(form.mails), None)
        form.said = Said.anew(first.template if first else None, actor.stores)
        return form

    @cached_property
    def mails(self) -> list[Mail]:
        found = Template.objects.select_related("store").exclude(
            kind=NotificationKind.STAFF_NEW_ORDER
        )
        mails = [Mail(one, self._mail_words(one)) for one in found]
        order = [str(kind) for kind in kinds.WORDS]
        return sorted(
            mails,
            key=lambda mail: (
                mail.template.store.name if mail.template.store else "",
                order.index(mail.template.kind) if mail.template.kind in order else 99,
            ),
        )

    @staticmethod
    def _mail_words(template: Template) -> str:
        words = kinds.words(template.kind)
        if template.store is None:
            return words
        return _("%(kind)s, only %(store)s") % {"kind": words, "store": template.store.name}

    @cached_property
    def template(self) -> Template | None:
        wanted = self.said.texts["template"]
        return next((one.template for one in self.mails if str(one.template.pk) == wanted), None)

    @cached_property
    def variants(self) -> list[Variant]:
        if self.template is None:
            return []
        return list(Variant.objects.filter(template=self.template).order_by("label", "pk"))

    @cached_property
    def layers(self) -> list[Layer]:
        return list(Layer.objects.order_by("name", "pk"))

    @cached_property
    def arms(self) -> list[ArmSaid]:
        return rows(self.said, self.variants)

    @cached_property
    def stores(self) -> Sequence[Store]:
        wanted = set(self.said.lists["store"])
        return [store for store in self.actor.stores if str(store.pk) in wanted]

    @property
    def store_ids(self) -> set[int]:
        return {store.pk for store in self.stores}

    def plan(self) -> ExperimentPlan:
        """Raises PlanRefused."""
        layer = self.said.texts["layer"]
        return plan_out_of(
            self.said,
            template=self.template,
            stores=self.stores,
            layer=next((one for one in self.layers if str(one.pk) == layer), None),
            variants=self.variants,
            timezone=self.actor.timezone,
        )

    def refuse(self, refusal: DomainError) -> None:
        """Keep what is wrong beside its field."""
        self.errors[_FIELDS.get(getattr(refusal, "field", ""), "form")] = str(refusal)

    def hinder(self, field: str, words: str) -> None:
        key = _FIELDS.get(field, "form")
        self.errors[key] = f"{self.errors.get(key, '')} {words}".strip()

    @property
    def choices(self) -> dict[str, Any]:
        return {
            "units": Unit.choices,
            "metrics": Metric.choices,
            "guardrails": Guardrail.choices,
            "segments": [(code, GROUPS[code]) for code in SEGMENTS],
            "ends": [(code, label, ENDS[Stopping(code)]) for code, label in Stopping.choices],
        }


def reckoned(plan: ExperimentPlan, *, now: datetime) -> Planned:
    """What the plan takes in these stores."""
    return planning_of(plan=plan, now=now)


# By the verbs' names, the part of the form at which a complaint stands.
_FIELDS: Final = {
    "name": "name",
    "template": "template",
    "stores": "stores",
    "arms": "arms",
    "weights": "arms",
    "unit": "unit",
    "primary_metric": "metric",
    "window_days": "metric",
    "stopping": "stopping",
    "least_effect": "effect",
    "base_rate": "effect",
    "effect": "effect",
    "plan_units": "plan",
    "plan_end": "plan",
    "plan_end_at": "plan",
    "least_days": "plan",
    "look_count": "plan",
    "coverage_bp": "coverage",
    "coverage": "coverage",
    "layer": "layer",
    "holdback_bp": "holdback",
    "holdback": "holdback",
    "guardrails": "guardrails",
    "segments": "segments",
}
