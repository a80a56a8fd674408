"""Secrets written anew by the newest key: all of them, again after a stop, and never over news."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from common import renewing
from intake.buyers import sealing
from stores.models import Credential, DataExport, ExportArchive, Store
from stores.roles import Role
from stores.scope import every_store, store_scope
from tests.factories.stores import make_member, make_store

pytestmark = pytest.mark.django_db
SECRETS = "stores_credential.webhook_secret"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def kept(db: None) -> list[Store]:
    """Stores whose secrets an older key has sealed."""
    with override_settings(NOTIFYHUB_ENCRYPTION_KEYS=[OLD]):
        return [make_store(webhook_secret=f"secret {number}") for number in range(3)]


def rotate(*options: str, keys: tuple[str, ...] = (NEW, OLD)) -> str:
    out = StringIO()
    with override_settings(NOTIFYHUB_ENCRYPTION_KEYS=list(keys)):
        call_command("rotate_encryption", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def secrets(*keys: str) -> set[str]:
    with (
        every_store(because="a test looks"),
        override_settings(NOTIFYHUB_ENCRYPTION_KEYS=list(keys)),
    ):
        return set(Credential.objects.values_list("webhook_secret", flat=True))


def test_the_old_key_is_not_needed_afterwards(kept: list[Store]) -> None:
    assert "3 secrets are sealed by an older key" in rotate("--check")
    assert "3 secrets were written anew" in rotate()

    assert secrets(NEW) == {"secret 0", "secret 1", "secret 2"}
    assert "0 secrets were written anew" in rotate()


def test_every_encrypted_column_is_found() -> None:
    named = {str(each) for each in renewing.columns()}

    assert {
        "stores_credential.access_token",
        "stores_credential.refresh_token",
        "stores_credential.previous_refresh_token",
        "messaging_sender.password",
        "outbound_endpoint.secret",
    } <= named


def test_a_stop_in_the_middle_loses_nothing_and_the_next_run_does_the_rest(
    kept: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    renew, done = renewing.Column.renew, list[int]()

    def stops(column: renewing.Column, pk: int, sealed: str) -> bool:
        if done:
            raise KeyboardInterrupt
        done.append(pk)
        return renew(column, pk, sealed)

    with monkeypatch.context() as patch:
        patch.setattr(renewing.Column, "renew", stops)
        with pytest.raises(CommandError, match="1 were written anew; run it again"):
            rotate()

    assert "2 secrets were written anew" in rotate()
    assert secrets(NEW) == {"secret 0", "secret 1", "secret 2"}


def test_what_is_written_meanwhile_is_not_written_over(kept: list[Store]) -> None:
    with (
        every_store(because="a test"),
        override_settings(NOTIFYHUB_ENCRYPTION_KEYS=[NEW, OLD]),
    ):
        column = next(each for each in renewing.columns() if str(each) == SECRETS)
        pk, sealed = column.sealed_after(0)[0]
        Credential.objects.filter(pk=pk).update(webhook_secret="newer")

        assert not column.renew(pk, sealed)
        assert Credential.objects.get(pk=pk).webhook_secret == "newer"


def test_a_row_that_no_key_opens_is_named_and_the_others_are_done(kept: list[Store]) -> None:
    with connection.cursor() as cursor, every_store(because="a test spoils a row"):
        Credential.objects.count()  # the scope is told
        cursor.execute(
            "UPDATE stores_credential SET webhook_secret = 'gAAAAA' WHERE store_id = %s",
            [kept[1].pk],
        )

    with pytest.raises(CommandError, match=r"stores_credential\.webhook_secret"):
        rotate()

    with every_store(because="a test"):
        Credential.objects.filter(store=kept[1]).update(webhook_secret="")
    assert secrets(NEW) == {"secret 0", "", "secret 2"}


def test_nothing_else_of_a_row_changes(kept: list[Store], settings: Any) -> None:
    def seen() -> list[tuple[Any, ...]]:
        with every_store(because="a test looks"):
            rows = Credential.objects.order_by("pk")  # a row that is written may change its place
            return list(rows.values_list("pk", "kind", "changed_at"))

    before = seen()
    rotate()

    assert seen() == before


def test_second_factors_and_copies_are_sealed_anew_too(kept: list[Store]) -> None:
    store, owner = kept[0], make_member(kept[0].agency, Role.OWNER)
    with override_settings(NOTIFYHUB_ENCRYPTION_KEYS=[OLD]):
        TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(owner)
        codes = Authenticator.objects.get(user=owner, type="recovery_codes").wrap().generate_codes()
        now = timezone.now()
        with store_scope(store.pk):
            export = DataExport.objects.create(
                store=store, asked_by="STAFF", asked_at=now, due_at=now, run_after=now
            )
            ExportArchive.objects.create(
                export=export,
                store=store,
                byte_count=7,
                sha256="",
                sealed=sealing.sealed(b"archive"),
            )

    said = rotate()

    assert "6 secrets were written anew" in said
    assert "0 secrets were written anew" in rotate()
    with override_settings(NOTIFYHUB_ENCRYPTION_KEYS=[NEW]):
        app, spare = Authenticator.objects.filter(user=owner).order_by("-type")
        assert decrypt(app.data["secret"]) == "JBSWY3DPEHPK3PXP"
        assert spare.wrap().generate_codes() == codes
        assert spare.data["used_mask"] == 0
        with store_scope(store.pk):
            assert sealing.opened(bytes(ExportArchive.objects.get().sealed)) == b"archive"
