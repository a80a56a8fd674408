"""The figures of docs/scaling.md are those of a run in which nothing was lost."""

import json
from typing import Any

from tests.bench import scale_table


def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(scale_table.RESULTS.read_text())
    return found


def test_the_docs_say_what_the_last_run_measured() -> None:
    page = scale_table.PAGE.read_text()

    assert scale_table.written(page, measured()) == page


def test_nothing_was_lost_in_that_run_and_every_doubt_was_shown() -> None:
    found = measured()
    deaths = [
        found[kind][what]
        for kind in scale_table.BROKERS
        if kind in found
        for what in ("host_killed", "broker_killed")
    ]

    assert len(deaths) >= 2
    for death in deaths:
        assert death["mails_expected"] >= death["orders_answered"] > 50
        assert death["lost"] == death["never_answered"] == death["unsettled"] == 0
        assert death["twice"] <= death["shown_as_doubt"]


def test_more_hosts_did_more_in_that_run() -> None:
    mails = measured()["valkey"]["mails"]
    times = [mails[key]["times"] for key in sorted(mails) if key.isdigit()]

    assert len(times) >= 3
    assert times[0] == 1
    assert times[-1] > 1.3
