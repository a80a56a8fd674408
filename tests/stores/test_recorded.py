"""Who changed what: kept by triggers, told by the edges, and not to be unwritten."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.fields import EncryptedTextField
from messaging.models import DeliveryMode, Sender
from stores import changes, doing, recorded
from stores.commanding import NamedCommand
from stores.models import Change, Credential, Membership, Store, User
from stores.roles import Role
from stores.scope import Scope, agency_scope, every_store, store_scope
from tests.factories import stores as make
from tests.factories.keys import KeyClient

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
# The first makes the tables; of the other each job names itself.
UNNAMED = {"migrate", "stand_in"}


def last() -> Change:
    return Change.objects.order_by("-at", "-pk")[0]


def test_a_change_keeps_what_was_and_what_is(store: Store, inside: Scope) -> None:
    before = Change.objects.count()

    Store.objects.filter(pk=store.pk).update(name="Fjell og Garn", words_kept_days=90)

    assert Change.objects.count() == before + 1
    change = last()
    assert (change.thing, change.thing_id, change.deed) == ("stores_store", store.pk, "CHANGED")
    assert change.before == {"name": "Fjell & Garn", "words_kept_days": None}
    assert change.after == {"name": "Fjell og Garn", "words_kept_days": 90}
    assert (change.agency_id, change.store_id) == (store.agency_id, store.pk)


def test_each_row_of_a_bulk_update_is_kept(store: Store, inside: Scope) -> None:
    kinds = ("ORDER_CONFIRMATION", "ORDER_REFUND", "ORDER_CANCELLED")
    DeliveryMode.objects.bulk_create(
        [DeliveryMode(store=store, kind=kind, changed_at=timezone.now()) for kind in kinds]
    )
    DeliveryMode.objects.filter(store=store).update(mode="OFF")

    rows = Change.objects.filter(thing="messaging_deliverymode")
    assert rows.filter(deed="ADDED").count() == 3
    assert sorted(rows.filter(deed="CHANGED").values_list("name", flat=True)) == sorted(kinds)


def test_what_changes_nothing_or_only_what_is_quiet_is_not_kept(
    store: Store, inside: Scope
) -> None:
    before = Change.objects.count()

    Store.objects.filter(pk=store.pk).update(name=store.name, changed_at=timezone.now())

    assert Change.objects.count() == before


def test_a_secret_is_kept_as_changed_and_never_spelled(store: Store, inside: Scope) -> None:
    Credential.objects.filter(store=store).delete()
    Credential.objects.create(store=store, webhook_secret="shpss_canary", access_token="")
    row = Credential.objects.get(store=store)
    row.access_token = "shpat_canary"
    row.save()

    change = last()
    assert change.after == {"access_token": "•••"}
    assert change.before == {"access_token": ""}
    kept = json.dumps(list(Change.objects.values_list("before", "after")))
    assert "gAAAA" not in kept  # Fernet's beginning: not sealed either
    assert "canary" not in kept


def test_no_encrypted_column_of_a_recorded_table_is_shown() -> None:
    """A new secret column is hidden by its name, or listed in its migration."""
    from django.apps import apps

    open_ones = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model._meta.db_table in recorded_tables()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField) and not is_hidden(model._meta.db_table, field)
    ]

    assert open_ones == []


def recorded_tables() -> dict[str, str]:
    """Each table with a trigger, and what its trigger was told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'hex') FROM pg_trigger"
            " WHERE tgname = 'recorded'"
        )
        return {table: bytes.fromhex(told).decode() for table, told in cursor.fetchall()}


def is_hidden(table: str, field: EncryptedTextField) -> bool:
    with connection.cursor() as cursor:
        secret = recorded_tables()[table].split("\0")[1].split(",")
        cursor.execute("SELECT notifyhub_shown(%s, '\"x\"', %s)", [field.column, secret])
        return bool(cursor.fetchone()[0] != '"x"')


def test_a_person_and_their_page_are_named(agency, store: Store, owner: User) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(owner)
    client.post(reverse("admin:counting_change", args=[store.pk]), {"window_days": "9"})

    with store_scope(store.pk):
        change = last()
    assert change.thing == "tracking_attributionsettings"
    assert (change.who, change.label) == (f"user:{owner.pk}", owner.get_full_name())
    assert (change.door, change.through) == ("admin", f"/admin/counting/{store.pk}/")
    assert change.request is not None


def test_a_program_and_its_operation_are_named(store: Store, api: KeyClient) -> None:
    path = f"/api/v1/stores/{store.public_id}/"
    said = api.generic("PATCH", path, json.dumps({"name": "Anders"}), "application/json")
    assert said.status_code == 200

    with store_scope(store.pk):
        change = last()
    assert change.after == {"name": "Anders"}
    assert change.who.startswith("key:")
    assert (change.door, change.through) == ("api", f"PATCH {path}")


def test_a_job_is_named_and_is_nobody(store: Store, inside: Scope) -> None:
    with doing.nobody(door="job", through="templates_app.publish_due"):
        Store.objects.filter(pk=store.pk).update(name="Anders")

    assert (last().who, last().door, last().through) == ("", "job", "templates_app.publish_due")


def test_a_command_is_named(store: Store) -> None:
    call_command("make_key", "ERP", agency=store.agency.name, stdout=StringIO())

    with agency_scope(store.agency_id, [store.pk], is_whole=True):
        change = last()
        known = dict(changes.people_of(agency_id=store.agency_id))
    assert (change.thing, change.deed) == ("stores_apikey", "ADDED")
    assert (change.who, change.label) == ("command:make_key", "manage.py make_key")
    assert (change.door, change.through) == ("command", "make_key")
    assert known["command:make_key"] == "manage.py make_key"  # the list can be narrowed to it


def test_each_command_of_ours_is_named() -> None:
    ours = {
        name: room
        for name, room in get_commands().items()
        if (ROOT / room / "management/commands" / f"{name}.py").exists() and name not in UNNAMED
    }

    assert len(ours) > 8
    for name, room in ours.items():
        assert isinstance(load_command_class(room, name), NamedCommand), name


def test_the_application_may_only_read_it(store: Store, inside: Scope) -> None:
    Store.objects.filter(pk=store.pk).update(name="Anders")

    for deed in (
        "UPDATE stores_change SET label = 'Somebody else'",
        "DELETE FROM stores_change",
        "INSERT INTO stores_change SELECT * FROM stores_change",
        "TRUNCATE stores_change",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(deed)


def test_another_agency_reads_nothing_of_it(store: Store, intruder: User) -> None:
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(name="Anders")
    other = Membership._base_manager
    with every_store(because="the test looks up the other agency"):
        elsewhere = other.get(user=intruder).agency_id
        theirs = Store.objects.filter(agency_id=elsewhere)[0].pk
    with store_scope(theirs), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM stores_change WHERE thing = 'stores_store' AND thing_id = %s",
            [store.pk],
        )
        assert cursor.fetchone()[0] == 0


def test_only_what_is_older_than_a_year_can_be_dropped(store: Store, inside: Scope) -> None:
    Store.objects.filter(pk=store.pk).update(name="Anders")

    assert recorded.drop_old(before=timezone.now() + timedelta(days=1)) == 0
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE stores_change SET at = now() - interval '400 days'")
        aged = cursor.rowcount
    assert aged > 0
    assert recorded.drop_old(before=timezone.now() - timedelta(days=390)) == aged


def test_a_store_that_is_made_and_a_member_that_leaves_are_told(agency) -> None:  # type: ignore[no-untyped-def]
    store = make.make_store(agency, name="New")
    member = make.make_member(agency, Role.SUPPORT)
    with every_store(because="the test removes a member"):
        Membership.objects.filter(user=member).delete()
        rows = Change.objects.filter(agency_id=agency.pk)
        told = {(row.thing, row.deed) for row in rows}
        assert Change.objects.filter(thing="stores_store", thing_id=store.pk).exists()
    assert {("stores_store", "ADDED"), ("stores_membership", "REMOVED")} <= told


def test_a_sender_keeps_its_password_to_itself(store: Store, inside: Scope) -> None:
    Sender.objects.create(
        store=store,
        name="S",
        transport="SMTP",
        host="smtp.example.com",
        from_email="a@example.com",
        password="canary",
        options={"key": "canary"},
    )

    assert "canary" not in json.dumps(last().after)
