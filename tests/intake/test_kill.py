"""kill -9 at each step of receiving and handling: nothing answered is lost, nothing done twice."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone

from intake import services, topics
from intake.models import Webhook, WebhookState
from stores.models import Store
from stores.scope import every_store
from tests.factories.intake import make_webhook
from tests.factories.stores import make_store
from tests.intake import deadly

pytestmark = pytest.mark.kill
MARKS = "abcdefgh"


def run(deed: str, store: Store, kill: str = "") -> str:
    """Do it in another process, which dies at `kill`; what it said before."""
    test_database = connections["default"].settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{test_database}").geturl()
    arguments = [deed, str(store.pk), str(store.public_id), store.shop_domain, MARKS]
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.deadly", *arguments],
        env={**os.environ, "DATABASE_URL": url, "NOTIFYHUB_KILL": kill, "BROKER_URL": "memory://"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == (-9 if kill else 0), f"{kill}: {done.returncode}"
    return done.stdout


def marks_kept() -> str:
    with every_store(because="a test looks"):
        bodies = Webhook.objects.values_list("body", flat=True)
        return "".join(sorted(json.loads(bytes(body))["mark"] for body in bodies))


@pytest.mark.parametrize(
    "step", ["intake.verified", "intake.before_insert", "intake.after_insert", "intake.kept"]
)
def test_the_edge_killed_at_any_step_loses_and_repeats_nothing(
    transactional_db: None, step: str
) -> None:
    store = make_store()

    answered = run("receive", store, kill=f"{step}:4")

    assert answered == "abc"
    assert set(answered) <= set(marks_kept())

    assert run("receive", store) == MARKS, "Shopify repeats all of them"
    assert marks_kept() == MARKS


@pytest.mark.parametrize(
    "step", ["intake.claimed:1", "intake.locked:4", "intake.handled:4", "intake.committed:4"]
)
def test_the_worker_killed_at_any_step_loses_and_repeats_nothing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = make_store(name=".")
    for mark in MARKS:
        make_webhook(store, json.dumps({"mark": mark}).encode(), topic=deadly.TOPIC)

    run("handle", store, kill=step)

    monkeypatch.setitem(topics.HANDLERS, deadly.TOPIC, deadly.count)
    services.handle_due(now=timezone.now() + services.LEASE + timedelta(seconds=1))
    with every_store(because="a test looks"):
        assert Store.objects.get(pk=store.pk).name == "." + MARKS
        assert set(Webhook.objects.values_list("state", flat=True)) == {WebhookState.DONE}
