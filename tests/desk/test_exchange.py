"""Templates from Shopify and back, over the pages and over the API; and letting findings pass."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stores.models import Agency, Store, User
from stores.scope import every_store
from templates_app.models import Revision, Template
from tests.factories.keys import KeyClient, make_client
from tests.templates_app import fleets
from tests.templates_app.test_importing import PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(agency: Agency) -> Store:
    with every_store(because="a test makes a store with words"):
        return fleets.make_fleet(agency, 1)[0]


@pytest.fixture
def page(shop: Store, marketer: User) -> Client:
    client = Client()
    client.force_login(marketer)
    return client


@pytest.fixture
def key(agency: Agency, shop: Store) -> KeyClient:
    return make_client(agency)


def draft_of(shop: Store) -> Template:
    with every_store(because="a test reads a draft"):
        return Template.objects.get(store=shop)


def opened(key: KeyClient, shop: Store) -> str:
    asked = {"store": str(shop.public_id), "kind": "ORDER_CONFIRMATION"}
    return str(key.post("templates/", asked).json()["id"])


def test_uploaded_files_are_named_and_shown_before_anything_is_kept(
    page: Client, shop: Store
) -> None:
    files = [
        SimpleUploadedFile("order-confirmation.liquid", PAGE.encode()),
        SimpleUploadedFile("customer-account-welcome.liquid", b"<p>Welcome</p>"),
    ]

    said = page.post(reverse("admin:template-import", args=[shop.pk]), {"files": files})

    text = said.content.decode()
    assert said.status_code == 200
    assert '<option value="ORDER_CONFIRMATION" selected>' in text
    assert "customer account and contact" in text
    assert "srcdoc=" in text
    with every_store(because="a test counts drafts"):
        assert not Template.objects.filter(store=shop).exists()


def test_what_is_kept_is_a_draft_of_the_store(page: Client, shop: Store) -> None:
    form = {
        "keep": "1",
        "kind": ["ORDER_CONFIRMATION", "-"],
        "source": [PAGE, "<p>no</p>"],
        "subject": ["Takk {{ name }}", ""],
    }

    said = page.post(reverse("admin:template-import", args=[shop.pk]), form, follow=True)

    assert "nothing is published" in said.content.decode()
    own = draft_of(shop)
    with every_store(because="a test reads blocks"):
        assert own.kind == "ORDER_CONFIRMATION"
        assert not Revision.objects.filter(store=shop).exists()


@pytest.mark.parametrize("form", [{}, {"pasted": "   "}, {"files": "junk"}])
def test_nothing_to_import_is_said_and_breaks_nothing(
    page: Client, shop: Store, form: dict[str, Any]
) -> None:
    said = page.post(reverse("admin:template-import", args=[shop.pk]), form)

    assert said.status_code == 200
    assert "There is no template among the files" in said.content.decode()


def test_a_store_is_exported_as_one_zip(page: Client, shop: Store) -> None:
    answer = page.get(reverse("admin:template-store-export", args=[shop.pk]), {"locale": "nb"})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode()
    assert names == ["order_confirmation.nb.liquid"]
    assert "notifyhub" not in text
    assert text.startswith("{% comment %}\nsubject: ")


def test_the_api_lints_waives_and_publishes(key: KeyClient, shop: Store) -> None:
    public_id = opened(key, shop)
    body = {"version": 1, "blocks": {"status": {"settings": {"is_shown": False}}}}
    with every_store(because="a test changes a draft"):
        own = Template.objects.get(store=shop)
        own.blocks.create(
            agency=own.agency, store=shop, key="status", type="status", settings={"is_shown": False}
        )
    assert body["version"] == own.version

    found = key.post(f"templates/{public_id}/lint/", {"shares": {"nb": 1.0}}).json()
    stopped = key.post(f"templates/{public_id}/publish/", {})
    refused = key.post(f"templates/{public_id}/waivers/", {"rule": "L01", "reason": " "})
    waived = key.post(
        f"templates/{public_id}/waivers/", {"rule": "L01", "reason": "The shop page shows it."}
    )
    never = key.post(f"templates/{public_id}/waivers/", {"rule": "L28", "reason": "Never mind it"})
    again = key.post(f"templates/{public_id}/lint/", {}).json()
    published = key.post(f"templates/{public_id}/publish/", {})

    assert found["stops_publishing"] is True
    errors = [row for row in found["findings"] if row["severity"] == "ERROR"]
    assert [(row["rule"], row["is_waivable"]) for row in errors] == [("L01", True)]
    assert (never.status_code, never.json()["code"]) == (409, "waiver-refused")
    assert found["coverage_percent"] == 100
    assert (stopped.status_code, stopped.json()["code"]) == (409, "findings-stop-publishing")
    assert (refused.status_code, refused.json()["code"]) == (409, "waiver-refused")
    assert waived.status_code == 200
    assert again["stops_publishing"] is False
    assert published.status_code in (200, 201)


def test_the_api_exports_and_takes_in_again(key: KeyClient, shop: Store) -> None:
    public_id = opened(key, shop)

    made = key.post(f"templates/{public_id}/export/", {"locale": "nb-NO"}).json()
    taken = key.post(
        "templates/import/",
        {
            "store": str(shop.public_id),
            "kind": "ORDER_CONFIRMATION",
            "liquid": made["liquid"],
        },
    )

    assert made["locale"] == "nb"
    assert taken.status_code == 201, taken.json()
    assert taken.json()["id"] == public_id


def test_the_list_of_a_store_says_what_buyers_read(page: Client, shop: Store) -> None:
    said = page.get(reverse("admin:template-store", args=[shop.pk])).content.decode()

    assert "100 % of the texts are in the languages its buyers read." in said
