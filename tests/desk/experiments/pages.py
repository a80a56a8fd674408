"""What the tests of these pages share: addresses, answers, and a test that has begun."""

from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from stores.models import Store
from stores.scope import every_store
from templates_app.models import Experiment
from tests.factories.experiments import make_experiment
from tests.factories.units import roll_up

CLEAR: Final = [(5000, 600), (5000, 900)]
EVEN: Final = [(5000, 600), (5000, 610)]
TORN: Final = [(5600, 600), (4400, 610)]
BEGUN: Final = timedelta(days=20)


def begun(*stores: Store, per_arm: Any = EVEN, **plan: Any) -> Experiment:
    now = timezone.now() - BEGUN
    experiment = make_experiment(*stores, now=now, **plan)
    for store in stores:
        roll_up(experiment, store, per_arm, on=now.date())
    return experiment


def url(name: str, experiment: Experiment | None = None) -> str:
    args = [experiment.public_id] if experiment else []
    return reverse(f"admin:experiments_{name}", args=args)


def said(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def the_only_one() -> Experiment:
    with every_store(because="a test reads"):
        return Experiment.objects.get()
