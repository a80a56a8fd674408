"""The pages of audits and pictures: what they say first, what they do, and what they cost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores.models import Store, User
from stores.scope import every_store, store_scope
from templates_app import audit_opening, pictures, services
from templates_app.models import Audit, AuditEntry, AuditRhythm, Picture
from tests.factories import pictures as make
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
AUDITS = "/admin/audits/"
PICTURES = "/admin/templates_app/picture/"
UPLOAD = "/admin/templates/pictures/upload/"


@pytest.fixture
def staff(owner: User, client: Client) -> Client:
    client.force_login(owner)
    return client


@pytest.fixture
def audits(store: Store) -> list[Audit]:
    """The agency's and the store's, since the agency's brand changed; one of them overdue."""
    with every_store(because="a test makes audits"):
        make_confirmation(store.agency)
        now = timezone.now()
        services.save_brand(agency=store.agency, fields={"accent": "#123456"}, now=now)
        audit_opening.open_for_changed_brands(agency=store.agency, now=now)
        Audit.objects.filter(store=store).update(due_on=now.date() - timedelta(days=3))
        return list(Audit.objects.order_by("due_on"))


def cost_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as said:
        assert client.get(url).status_code == 200
    return len(said)


def test_the_page_says_first_how_much_is_due(staff: Client, audits: list[Audit]) -> None:
    page = staff.get(AUDITS).content.decode()

    assert "2 mails are due this week." in page
    assert "1 is overdue." in page
    assert page.index("Fjell &amp; Garn</bdi>") < page.index("All stores of the agency</bdi>")


def test_the_list_costs_the_same_for_few_and_for_many(
    staff: Client, store: Store, audits: list[Audit]
) -> None:
    few = cost_of(staff, AUDITS)
    with every_store(because="a test makes audits"):
        for _ in range(30):
            make_store(store.agency)
        now = timezone.now()
        services.save_brand(agency=store.agency, fields={"accent": "#654321"}, now=now)
        audit_opening.open_for_changed_brands(agency=store.agency, now=now)
        assert Audit.objects.count() == 32

    assert few == cost_of(staff, AUDITS) == 11


def test_several_are_signed_off_with_one_note(staff: Client, audits: list[Audit]) -> None:
    data = {"audit": [str(audit.pk) for audit in audits], "note": "Read in all languages"}

    answer = staff.post(f"{AUDITS}sign-off/", data, follow=True)

    assert "2 mails are signed off." in answer.content.decode()
    with every_store(because="a test looks"):
        assert set(AuditEntry.objects.values_list("note", flat=True)) == {data["note"]}
        assert not Audit.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 40]])
def test_without_a_tick_nothing_is_signed_off(
    staff: Client, audits: list[Audit], ticked: list[str]
) -> None:
    answer = staff.post(f"{AUDITS}sign-off/", {"audit": ticked}, follow=True)

    assert "tick the mails you looked at" in answer.content.decode()


def test_one_is_put_off_handed_on_and_looked_at_again(
    staff: Client, marketer: User, audits: list[Audit]
) -> None:
    audit = audits[0]
    page = f"{AUDITS}{audit.pk}/"
    until = timezone.localdate() + timedelta(days=30)

    staff.post(f"{page}decide/", {"deed": "postpone", "until": "2026-02-31", "note": "Sale"})
    staff.post(f"{page}decide/", {"deed": "postpone", "until": until.isoformat(), "note": "Sale"})
    staff.post(f"{page}decide/", {"deed": "give", "user": marketer.pk})
    staff.post(f"{page}decide/", {"deed": "look"})

    with every_store(because="a test looks"):
        audit.refresh_from_db()
        assert (audit.due_on, audit.owner) == (until, marketer)
        assert audit.checklist
        assert AuditEntry.objects.count() == 2
    said = staff.get(page).content.decode()
    assert "The brand has changed since" in said or "It wears the brand of today" in said


def test_the_rhythm_is_chosen_on_the_page(staff: Client, audits: list[Audit]) -> None:
    mine = f"every-{audits[0].template_id}"
    kept = staff.post(f"{AUDITS}rhythm/", {"every": "QUARTER", mine: "NEVER"}, follow=True)
    same = staff.post(f"{AUDITS}rhythm/", {"every": "QUARTER", mine: "NEVER"}, follow=True)
    wrong = staff.post(f"{AUDITS}rhythm/", {"every": "YEAR", mine: "DAILY"}, follow=True)

    assert "It counts from the last time" in kept.content.decode()
    assert "Nothing was changed." in same.content.decode()
    assert "Choose one of those offered." in wrong.content.decode()

    with every_store(because="a test looks"):
        assert audit_opening.rhythms_of(audits[0].agency_id) == {
            (None, ""): AuditRhythm.Every.QUARTER,
            (None, "ORDER_CONFIRMATION"): AuditRhythm.Every.NEVER,
        }


def test_the_cockpit_shows_what_is_overdue(staff: Client, audits: list[Audit]) -> None:
    page = staff.get("/admin/").content.decode()

    assert "1 mail is to be audited." in page
    assert f"{AUDITS}?due=OVERDUE" in page


def test_a_picture_is_uploaded_and_chosen_for_its_store_only(staff: Client, store: Store) -> None:
    sister = make_store(store.agency)
    file = SimpleUploadedFile("logo.png", make.logo())

    answer = staff.post(UPLOAD, {"file": file, "store": store.pk})

    assert answer.status_code == 201
    offered = {
        name: staff.get(f"/admin/templates/pictures/?store={pk}").json()["pictures"]
        for name, pk in (("own", store.pk), ("sister", sister.pk), ("agency", ""))
    }
    assert [one["url"] for one in offered["own"]] == [answer.json()["url"]]
    assert offered["sister"] == offered["agency"] == []


def test_a_hostile_file_is_answered_in_words(staff: Client) -> None:
    files = [SimpleUploadedFile("logo.svg", make.SVG) for _ in range(2)]

    by_script = staff.post(UPLOAD, {"file": files[0]})
    by_form = staff.post(f"{PICTURES}add/", {"file": files[1]})

    assert by_script.status_code == 409
    assert "Export it as PNG" in by_script.json()["detail"]
    assert "Export it as PNG" in by_form.content.decode()


def test_pictures_are_listed_at_the_same_cost(staff: Client, store: Store) -> None:
    def keep(width: int) -> Picture:
        with store_scope(store.pk):
            return pictures.keep_picture(
                agency=store.agency,
                store=store,
                data=make.logo(width),
                name="logo.png",
                actor="Mina",
                now=timezone.now(),
            )

    keep(100)
    few = cost_of(staff, PICTURES)
    for width in range(101, 112):
        keep(width)

    assert few == cost_of(staff, PICTURES) == 8


def test_a_picture_that_is_worn_is_not_deleted(staff: Client, store: Store) -> None:
    made = staff.post(UPLOAD, {"file": SimpleUploadedFile("l.png", make.logo()), "store": store.pk})
    with store_scope(store.pk):
        picture = Picture.objects.get()
        services.save_brand(
            agency=store.agency,
            store=store,
            fields={"logo_url": made.json()["url"]},
            now=timezone.now(),
        )

    answer = staff.post(f"{PICTURES}{picture.pk}/delete/", {"post": "yes"}, follow=True)

    assert "the brand of a store" in answer.content.decode()
    with store_scope(store.pk):
        assert Picture.objects.filter(removed_at=None).exists()
