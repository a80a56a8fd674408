"""The house itself: what no linter sees."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from notifyhub.celery import app as celery_app
from notifyhub.schedule import BEAT
from stores.models import Agency, Store
from stores.owned import AgencyOwned, StoreOwned

ROOT = Path(settings.BASE_DIR)
# Top to bottom; strangers share a line. Keys point only down.
FLOORS = [
    {"desk"},
    {"fleet"},
    {"intake"},
    {"statuspage", "automations", "analytics", "outbound"},
    {"tracking"},
    {"messaging"},
    {"shipping"},
    {"orders", "templates_app"},
    {"stores"},
]
ROOMS = [room for floor in FLOORS for room in sorted(floor)]
FILE_LIMIT = 400
# Nobody writes or reads these by hand: migrations, and the client's part made by script/client.
MADE_BY_TOOLS = {"migrations", "rest"}


def sources() -> Iterator[Path]:
    for room in [*ROOMS, "common", "notifyhub", "tests", "clients"]:
        for path in (ROOT / room).rglob("*"):
            if path.suffix in {".py", ".css", ".js"} and not MADE_BY_TOOLS & {*path.parts}:
                yield path


def floor_of(room: str) -> int:
    return next(place for place, floor in enumerate(FLOORS) if room in floor)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources()
        if (count := len(path.read_text().splitlines())) > FILE_LIMIT
    }

    assert not long


def test_keys_point_down_and_leave_no_door_upwards() -> None:
    wrong = []
    for model in our_models():
        mine = model._meta.app_label
        for field in model._meta.concrete_fields:
            target = field.remote_field.model if field.remote_field else None
            if target is None or target._meta.app_label not in ROOMS:
                continue
            theirs = target._meta.app_label
            if theirs == mine:
                continue
            if floor_of(theirs) <= floor_of(mine):
                wrong.append(f"{model._meta.label}.{field.name} points up to {theirs}")
            if field.remote_field and not field.remote_field.hidden:
                wrong.append(f"{model._meta.label}.{field.name} lacks related_name='+'")

    assert not wrong


def test_every_row_of_a_tenant_is_behind_the_fence() -> None:
    wrong = []
    for model in our_models():
        columns = {field.column for field in model._meta.concrete_fields}
        if model in (Store, Agency):
            continue
        if "agency_id" in columns and not issubclass(model, AgencyOwned):
            wrong.append(f"{model._meta.label} has an agency and is not AgencyOwned")
        is_owned = issubclass(model, StoreOwned | AgencyOwned)
        if "store_id" in columns and not is_owned:
            wrong.append(f"{model._meta.label} has a store and is not StoreOwned")

    assert not wrong


@pytest.mark.django_db
def test_every_table_of_a_tenant_has_its_policy_in_the_database() -> None:
    """All tables, also partitions and those that no model knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
              EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND EXISTS (
              SELECT 1 FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attname IN ('store_id', 'agency_id')
            )
            """
        )
        rows = cursor.fetchall()

    assert len(rows) > 10
    assert not [name for name, is_forced, has_policy in rows if not (is_forced and has_policy)]


@pytest.mark.django_db
def test_the_owner_of_the_tables_is_not_who_the_application_is() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, tableowner FROM pg_tables WHERE tablename = 'stores_store'"
        )
        me, owner = cursor.fetchone()

    assert me == settings.NOTIFYHUB_DATABASE_ROLE
    assert me != owner


def calls_of_bells() -> Iterator[tuple[Path, str]]:
    """Each name given to jobs.defer or jobs.ring."""
    for path in sources():
        if path.suffix != ".py" or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            is_bell = isinstance(node.func.value, ast.Name) and node.func.value.id == "jobs"
            if is_bell and node.func.attr in ("defer", "ring"):
                assert isinstance(node.args[0], ast.Constant), f"{path}: name the job plainly"
                yield path, str(node.args[0].value)


def test_every_bell_that_is_rung_has_a_task() -> None:
    celery_app.loader.import_default_modules()
    known = set(current_app.tasks)

    rung = {name for _path, name in calls_of_bells()}

    assert rung
    assert rung | set(BEAT) <= known


def test_every_task_is_warned_before_it_is_killed() -> None:
    celery_app.loader.import_default_modules()

    # Celery refuses to send one whose warning comes after its end: it would never run.
    wrong = [
        name
        for name, task in current_app.tasks.items()
        if (task.soft_time_limit or celery_app.conf.task_soft_time_limit)
        > (task.time_limit or celery_app.conf.task_time_limit)
    ]

    assert not wrong


def test_verbs_know_no_http() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("services.py")
        if re.search(r"^(from|import) django\.(http|shortcuts|views)", path.read_text(), re.M)
    ]

    assert not wrong


def test_every_setting_is_documented() -> None:
    """What is read from the environment stands in docs/operations.md."""
    files = (ROOT / "notifyhub").glob("*settings.py")
    text = "".join(path.read_text() for path in files)
    read = set(re.findall(r'(?:env\.\w+|_secret)\(\s*"([A-Z_]+)"', text))
    documented = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text()))

    assert len(read) > 8
    assert read <= documented, read - documented
