"""SIGKILL in the middle of a roll-out: what is done stays, what is not is done later, once."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from stores.models import Agency
from stores.scope import every_store
from templates_app.models import Revision, RolloutItem
from tests.templates_app import fleets

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
WORKER = """
import django
django.setup()
from django.utils import timezone
from stores.scope import every_store
from templates_app import advancing
advancing.CHUNK = 2
with every_store(because="a test advances roll-outs"):
    while advancing.advance_rollouts(now=timezone.now()):
        pass
"""
KILLED = -9


def worker(kill_at: str = "") -> int:
    """A process that advances roll-outs in small chunks, and shoots itself where it is told."""
    url = urlsplit(os.environ["DATABASE_URL"])
    database = str(connection.settings_dict["NAME"])
    return subprocess.run(
        [sys.executable, "-c", WORKER],
        check=False,
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "notifyhub.settings",
            "DATABASE_URL": url._replace(path=f"/{database}").geturl(),
            "NOTIFYHUB_KILL": kill_at,
            "LOG_LEVEL": "CRITICAL",
        },
    ).returncode


def test_a_killed_roll_out_goes_on_and_gives_each_store_one_revision(agency: Agency) -> None:
    with every_store(because="a test begins a roll-out"):
        stores = fleets.make_fleet(agency, 5)
        fleets.say(fleets.master_of(agency), "help", title="Ny hjelp")
        fleets.push(agency, stores)

    codes = [worker("templates.rollout.chunk:1"), worker("templates.rollout.chunk:2"), worker()]

    with every_store(because="a test looks at what became of it"):
        assert all("Ny hjelp" in fleets.mail(store) for store in stores)
        rows = Revision.objects.filter(store__in=stores)
        numbers = sorted(rows.values_list("number", flat=True))
        states = set(RolloutItem.objects.values_list("state", flat=True))
    assert codes == [KILLED, KILLED, 0]
    assert numbers == [1] * 5 + [2] * 5
    assert states == {"DONE"}
