"""docs/quickstart.md: what a newcomer types, run as it stands against a running server."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from messaging.models import Message
from messaging.states import State
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_words
from tests.journeys import house as journey
from tests.journeys.house import House
from tests.journeys.recipes import CLIENT, blocks

DOCUMENT = journey.ROOT / "docs" / "quickstart.md"
INSTALL = re.compile(r"^python3 -m venv (\S+)\n\1/bin/pip install .*$", re.MULTILINE)
PYTHON = "../my-program/bin/python"

# "Still PLANNED? Ask again": a machine that is busy with other tests may need more than the
# two seconds; who types sees when the mail has left.
WAIT = "sleep 2\n"
ASK_AGAIN = """\
for try in $(seq 120); do
  curl -s "$NOTIFYHUB_URL/api/v1/messages/?order=$ORDER&fields=state" \\
    -H "Authorization: Bearer $NOTIFYHUB_API_KEY" | grep -q SENT && break
  sleep 0.5
done
"""


@pytest.fixture
def commands(house: House, store: Store) -> str:
    """All that is typed once the server runs; the client is on the path instead of installed."""
    make_words(store)
    typed = [blocks(DOCUMENT, f"{step}. ", "sh") for step in range(2, 6)]
    script = "\n".join(block for step in typed for block in step)
    assert INSTALL.search(script)
    assert script.count(WAIT) == 1
    script = script.replace(WAIT, ASK_AGAIN)
    script = INSTALL.sub("", script).replace(PYTHON, sys.executable)
    return script.replace("http://127.0.0.1:8000", house.url)


def test_what_the_quickstart_types_sends_a_mail(house: House, store: Store, commands: str) -> None:
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", commands],
        cwd=journey.ROOT,
        env={**os.environ, "DATABASE_URL": journey.database_url(), "PYTHONPATH": str(CLIENT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{house.words()}"
    me, listed, timeline = _documents(done.stdout)
    assert me["agency"] == "Nordlinje"
    (message,) = listed["results"]
    assert (message["state"], message["recipient"]) == ("SENT", "kari@example.com")
    assert "Order placed" in {row["title"] for row in timeline["results"]}
    words = done.stdout.splitlines()
    assert sum(line.startswith("The order is ") for line in words) == 1
    assert words[-1] == f"ORDER_CONFIRMATION SENT {message['subject']}"
    with store_scope(store.pk):
        assert Message.objects.get().state == State.SENT


def test_the_first_step_starts_the_server_as_the_readme_says() -> None:
    (start,) = blocks(DOCUMENT, "1. ", "sh")

    assert start.splitlines()[-1] == "script/server"
    assert (journey.ROOT / "script" / "server").stat().st_mode & 0o100


def _documents(printed: str) -> list[Any]:
    """The JSON among the lines, as json.tool prints it."""
    return [json.loads(text) for text in re.findall(r"^\{$.*?^\}$", printed, re.M | re.S)]
