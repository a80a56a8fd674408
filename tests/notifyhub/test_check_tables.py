"""How tables fare is said so that an operator may act, and what is well is left in peace."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from common.db import tables
from notifyhub.management.commands import check_tables
from stores.scope import every_store
from tests.factories.stores import make_store
from tests.factories.tables import empty
from tests.factories.tracking import make_hit, make_sent_message

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def owner(db: None) -> Iterator[None]:
    with every_store(because="a test looks at tables"), connection.as_owner():  # type: ignore[attr-defined]  # ours
        yield


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found(names: str) -> tables.Index:
    (index,) = [one for one in tables.indexes(least_bytes=0) if one.name == names]
    return index


def test_an_index_is_called_too_big_once_most_of_its_entries_are_gone(owner: None) -> None:
    run(
        "CREATE TABLE probe AS SELECT i, md5(i::text) AS words FROM generate_series(1, 50000) AS i",
        "CREATE INDEX probe_words ON probe (words, i) WHERE i > 0 AND words LIKE '%'",
        "ANALYZE probe",
    )
    assert 0.8 < found("probe_words").times_too_big < 1.3

    run("DELETE FROM probe WHERE i % 10 <> 0", "ANALYZE probe")

    assert 6 < found("probe_words").times_too_big < 13


def test_each_index_of_ours_can_be_estimated(owner: None) -> None:
    """Also those over expressions, of the words in a condition, and of partitions."""
    empty("orders_order")
    message = make_sent_message(make_store())
    make_hit(message, at=timezone.now())
    run("ANALYZE")

    estimated = {one.name for one in tables.indexes(least_bytes=0)}

    assert {"messages_newest_first", "messages_to_recipient", "stores_store_pkey"} <= estimated
    assert any(name.startswith("tracking_event_2") for name in estimated)


def test_partitions_are_one_table(owner: None) -> None:
    (events,) = [one for one in tables.tables() if one.name == "tracking_event"]

    assert events.parts >= 8
    assert not [one for one in tables.tables() if one.name.startswith("tracking_event_")]


def test_what_is_well_is_left_in_peace(
    capsys: pytest.CaptureFixture[str], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other tests of this server may have been at work for long, and took back many rows.
    monkeypatch.setattr(tables, "oldest_transaction", lambda: None)
    monkeypatch.setattr(check_tables, "DEAD_ROWS", 10**9)
    monkeypatch.setattr(check_tables, "TIMES_TOO_BIG", 10**9)
    monkeypatch.setattr(check_tables, "SHOWN", 1_000)  # which is biggest depends on who was before

    call_command("check_tables")

    said = capsys.readouterr().out
    assert "messaging_message" in said
    assert said.endswith("Nothing to act on.\n")


def test_what_is_not_well_is_named_with_what_to_do_and_fails(
    capsys: pytest.CaptureFixture[str], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_sent_message(make_store())
    make_hit(message, at=timezone.now() + timedelta(days=60))
    monkeypatch.setattr(tables, "oldest_transaction", lambda: ("transaction of psql", 3600.0))
    monkeypatch.setattr(check_tables, "BIG_INDEX", 0)
    monkeypatch.setattr(check_tables, "TIMES_TOO_BIG", 0.01)

    with pytest.raises(CommandError, match="to act on") as failed:
        call_command("check_tables", "--json")

    assert failed.value.returncode == 1
    what = {one["what"]: one["advice"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert "end it" in what["transaction of psql has been open for 60 minutes"]
    assert "tracking_event_default holds rows that no part was made for" in what
    assert any("REINDEX INDEX CONCURRENTLY" in advice for advice in what.values())


def test_dead_rows_and_age_are_acted_on_beyond_their_limits() -> None:
    def of(**fields: int) -> list[str]:
        plain = {"live": 1_000_000, "dead": 0, "unfrozen_age": 0}
        table = tables.Table(
            name="words", parts=0, heap_bytes=0, index_bytes=0, vacuumed_at=None, **plain | fields
        )
        return [one.what for one in check_tables.of_tables([table], freeze_limit=200_000_000)]

    assert of() == []
    assert of(live=10_000, dead=90_000) == []
    assert of(dead=240_000) == []
    assert of(dead=260_000) == ["words: 260,000 dead rows, 21% of all"]
    assert of(unfrozen_age=299_999_999) == []
    assert len(of(unfrozen_age=300_000_001)) == 1


def test_operations_names_the_limits_by_which_it_is_judged() -> None:
    said = " ".join((ROOT / "docs" / "operations.md").read_text().split())

    for limit in (
        f"more than {check_tables.DEAD_ROWS:,} dead rows and {check_tables.DEAD_SHARE:.0%}",
        f"open for {check_tables.OPEN_SECONDS // 60} minutes",
        f"{check_tables.TIMES_TOO_BIG:.0f} times its size when new",
        f"from {check_tables.BIG_INDEX // 2**20} MB on",
        f"{check_tables.UNFROZEN} times `autovacuum_freeze_max_age`",
        f"{check_tables.SLOT_BYTES // 2**30} GB of log",
    ):
        assert limit in said, limit


@pytest.mark.django_db
def test_hot_tables_have_storage_of_their_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reloptions FROM pg_class WHERE reloptions IS NOT NULL")
        options = {name: dict(each.split("=") for each in said) for name, said in cursor.fetchall()}

    assert options["messaging_message"]["fillfactor"] == "85"
    assert options["messaging_message"]["autovacuum_vacuum_scale_factor"] == "0.05"
    assert options["orders_activity"]["autovacuum_vacuum_insert_scale_factor"] == "0.05"
    assert options["analytics_dailystat"]["fillfactor"] == "80"
    assert {"orders_order", "intake_webhook", "outbound_delivery", "tracking_judgement"} <= {
        *options
    }
