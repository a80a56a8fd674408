"""Tests of wordings against each other, for tests. Each function opens its own scope."""

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from stores.models import Store
from stores.scope import every_store
from templates_app import drafting, experiment_plans, experimenting, layering
from templates_app.assigning import BUCKETS
from templates_app.data import NotificationKind
from templates_app.experiment_checks import revisions_sent
from templates_app.experiment_plans import ArmPlan, ExperimentPlan
from templates_app.models import Experiment, Revision, Stopping, Template, VariantWording, Wording
from templates_app.queries import agency_template
from templates_app.services import ensure_default_template

KIND = NotificationKind.ORDER_CONFIRMATION
ACTOR = "Marte Lund"
_numbers = itertools.count(1)


def make_experiment(
    *stores: Store,
    arms: int | Sequence[ArmPlan] = 2,
    weights: Sequence[int] | None = None,
    running: bool = True,
    now: datetime | None = None,
    kind: NotificationKind = KIND,
    **plan: Any,
) -> Experiment:
    """A test of the agency's confirmation in these stores, all of one agency; begun at `now`.

    `arms` as a number: the template's own words and that many variants less one, each with a
    subject that begins with its label. Open-ended unless `plan` says otherwise.
    """
    now = now or timezone.now()
    with every_store(because="a test makes a test"):
        template = ensure_default_template(agency=stores[0].agency, kind=kind, now=now)
        if isinstance(arms, int):
            arms = make_arms(template, stores, arms, weights=weights, now=now)
        experiment = experiment_plans.create_experiment(
            agency=stores[0].agency,
            plan=ExperimentPlan(
                **{
                    "name": f"Test {next(_numbers)}",
                    "template": template,
                    "stores": stores,
                    "arms": arms,
                    "stopping": Stopping.OPEN,
                    **plan,
                }
            ),
            actor=ACTOR,
            now=now,
        )
        if running:
            experiment = experimenting.start_experiment(experiment=experiment, actor=ACTOR, now=now)
    return experiment


def make_draft(template: Template, store: Store, *, mark: str = "") -> Experiment:
    """A draft of the store's own test, which nothing was published for; and who is held out."""
    now = timezone.now()
    layering.set_hold_out(store=store, share_bp=500, actor=f"Somebody {mark}", now=now)
    return experiment_plans.create_experiment(
        agency=store.agency,
        plan=ExperimentPlan(
            name=f"Test {mark}",
            hypothesis=f"hypothesis {mark}",
            template=template,
            stores=[store],
            arms=[
                ArmPlan(name=f"Arm {mark}", weight_bp=5_000),
                ArmPlan(name="Other", weight_bp=5_000, sender_name=f"Sender {mark}"),
            ],
        ),
        actor=f"Somebody {mark}",
        now=now,
    )


def make_arms(
    template: Template,
    stores: Sequence[Store],
    count: int,
    *,
    weights: Sequence[int] | None = None,
    now: datetime | None = None,
) -> list[ArmPlan]:
    """The control, and variants that all these stores send; equal shares unless they are given."""
    now = now or timezone.now()
    weights = weights or [BUCKETS // count + (place < BUCKETS % count) for place in range(count)]
    plans = [ArmPlan(name="As today", weight_bp=weights[0])]
    with every_store(because="a test makes variants"):
        sent = {row.pk: row for row in revisions_sent(stores, template.kind).values()}
        for weight in weights[1:]:
            variant = drafting.add_variant(template=template, name="Other words", now=now)
            for revision in sent.values():
                _publish_variant(revision, variant.label, variant.name)
            plans.append(ArmPlan(name=variant.name, weight_bp=weight, variant=variant))
    return plans


def template_of(store: Store, kind: NotificationKind = KIND) -> Template:
    """The agency's template of that kind, which is there."""
    with every_store(because="a test looks for a template"):
        template = agency_template(agency_id=store.agency_id, kind=kind)
    assert template is not None
    return template


def _publish_variant(revision: Revision, label: str, name: str) -> None:
    """The revision's words with the label before each subject; not tried on samples."""
    own = Wording.objects.get(pk=revision.wording_id)
    sources = {
        locale: {**words, "subject": f"{label}: {words['subject']}"}
        for locale, words in own.sources.items()
    }
    wording, _is_new = Wording.objects.get_or_create(
        agency_id=revision.agency_id,
        fingerprint=f"{label}{own.fingerprint}"[:64],
        defaults={
            "kind": own.kind,
            "locales": own.locales,
            "sources": sources,
            "blocks": own.blocks,
            "created_at": revision.created_at,
        },
    )
    VariantWording.objects.create(
        agency_id=revision.agency_id,
        store_id=revision.store_id,
        revision=revision,
        label=label,
        name=name,
        wording=wording,
    )
