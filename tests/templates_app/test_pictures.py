"""Pictures: kept once, found at an address nobody guesses, removed only when nothing shows them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifyhub.wsgi import application
from stores.models import Agency, Store
from stores.scope import every_store, store_scope
from templates_app import drafting, pictures, publishing, removal, services
from templates_app.drawing.redrawing import PictureRefused
from templates_app.inheriting import draft_of
from templates_app.models import Picture, PictureContent, Template
from templates_app.queries import resolved_brand
from templates_app.removal import PictureInUse
from tests.factories import pictures as make
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.factories.templates_app import make_confirmation

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def keep(
    store: Store, data: bytes = b"", *, shared: bool = False, name: str = "logo.png"
) -> Picture:
    return pictures.keep_picture(
        agency=store.agency,
        store=None if shared else store,
        data=data or make.logo(),
        name=name,
        actor="Mina",
        now=NOW,
    )


def ask(path: str, method: str = "GET", **extra: str) -> tuple[int, dict[str, str], bytes]:
    answered: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **extra}
    body = b"".join(application(environ, lambda *args: answered.append(args)))  # type: ignore[arg-type]  # a bare start_response
    [(status, headers)] = answered
    assert len({name for name, _value in headers}) == len(headers)
    return int(status[:3]), dict(headers), body


@pytest.mark.usefixtures("inside")
def test_the_same_picture_is_kept_once(store: Store) -> None:
    first, again = keep(store), keep(store, name="other.png")

    shared = keep(store, shared=True)

    assert first == again
    assert shared != first
    assert PictureContent.objects.count() == 1
    assert first.token != shared.token


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\logo.png", "logo.png"),
        ("a\r\nSet-Cookie: x\x00\u202egnp.exe", "aSet-Cookie: xgnp.exe"),
        ("", "picture"),
        ("x" * 900, "x" * 120),
    ],
)
def test_a_files_name_is_only_shown(store: Store, name: str, shown: str) -> None:
    picture = keep(store, name=name)

    assert picture.name == shown
    assert len(picture.token) == 32
    assert picture.path == f"/i/{picture.token}.png"


def test_the_bytes_are_never_changed(inside: None, store: Store) -> None:
    keep(store)

    with pytest.raises(DatabaseError), transaction.atomic():
        PictureContent.objects.update(data=b"another")


def test_a_picture_is_served_to_anybody_for_ever(store: Store) -> None:
    with store_scope(store.pk):
        picture = keep(store)
    ask(picture.path)

    with CaptureQueriesContext(connection) as said:
        status, headers, body = ask(picture.path)

    assert len([one for one in said if "set_config" not in one["sql"]]) == 1
    assert (status, body[:4]) == (200, b"\x89PNG")
    assert headers == {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{picture.token}"',
        "Content-Type": "image/png",
        "Content-Disposition": f'inline; filename="{picture.token}.png"',
        "Content-Length": str(len(body)),
    }


def test_every_class_of_answer_is_cookieless_and_never_sniffed(store: Store) -> None:
    with store_scope(store.pk):
        picture = keep(store)
    tag = f'"{picture.token}"'
    cookie = {"HTTP_COOKIE": "sessionid=x; django_language=nb"}

    answers = {
        "shown": ask(picture.path, **cookie),
        "head": ask(picture.path, "HEAD", **cookie),
        "known": ask(picture.path, HTTP_IF_NONE_MATCH=f'"x", W/{tag}', **cookie),
        "unknown": ask(f"/i/{'0' * 32}.png", **cookie),
        "wrong ending": ask(picture.path.replace(".png", ".jpg"), **cookie),
        "nonsense": ask("/i/../../etc/passwd", **cookie),
        "posted": ask(picture.path, "POST", **cookie),
    }

    assert {name: one[0] for name, one in answers.items()} == {
        "shown": 200,
        "head": 200,
        "known": 304,
        "unknown": 404,
        "wrong ending": 404,
        "nonsense": 404,
        "posted": 405,
    }
    for _status, headers, _body in answers.values():
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert not {"Set-Cookie", "Vary"} & set(headers)
    assert answers["head"][2] == answers["known"][2] == b""
    assert answers["head"][1] == answers["shown"][1]
    for name in ("unknown", "wrong ending", "nonsense", "posted"):
        assert answers[name][1]["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("inside")
def test_a_brand_keeps_the_path_and_wears_the_whole_address(store: Store, settings: Any) -> None:
    settings.NOTIFYHUB_PICTURES_URL = "http://127.0.0.1:8123"
    picture = keep(store)
    whole = f"http://127.0.0.1:8123{picture.path}"

    brand = services.save_brand(
        agency=store.agency, store=store, fields={"logo_url": whole}, now=NOW
    )

    assert brand.logo_url == picture.path
    assert resolved_brand(store).logo_url == whole
    settings.NOTIFYHUB_PICTURES_URL = "https://pictures.example"
    assert resolved_brand(store).logo_url == f"https://pictures.example{picture.path}"


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/logo.png",
        "http://elsewhere.example/i/" + "0" * 32 + ".png",
        "/i/../../admin",
        "/i/" + "0" * 32 + ".svg",
        "//evil.example/i/" + "0" * 32 + ".png",
        "javascript:alert(1)",
    ],
)
def test_no_other_plain_address_is_a_logo(store: Store, url: str) -> None:
    with pytest.raises(services.BrandRefused):
        services.save_brand(agency=store.agency, store=store, fields={"logo_url": url}, now=NOW)


@pytest.mark.usefixtures("inside")
def test_what_a_brand_shows_is_not_removed_and_what_it_showed_is_served_on(store: Store) -> None:
    picture = keep(store)
    save = {"agency": store.agency, "store": store, "now": NOW}
    services.save_brand(**save, fields={"logo_url": picture.path})  # type: ignore[arg-type]  # mixed values

    with pytest.raises(PictureInUse, match="brand of a store"):
        removal.remove_picture(picture=picture, actor="Mina", now=NOW)
    services.save_brand(**save, fields={"logo_url": ""})  # type: ignore[arg-type]  # mixed values
    is_gone = removal.remove_picture(picture=picture, actor="Mina", now=NOW)

    assert is_gone is False
    assert ask(picture.path)[0] == 200
    page = {"agency_id": store.agency_id, "store_ids": None, "before": None, "limit": 9}
    assert pictures.page_of_pictures(**page) == []  # type: ignore[arg-type]  # mixed values
    assert removal.forget_pictures(now=NOW + timedelta(days=700)) == 0
    assert removal.forget_pictures(now=NOW + timedelta(days=731)) == 1
    assert ask(picture.path)[0] == 404


@pytest.mark.usefixtures("inside")
def test_a_mistaken_upload_is_gone_at_once_with_its_bytes(store: Store) -> None:
    picture = keep(store)

    assert removal.remove_picture(picture=picture, actor="Mina", now=NOW) is True

    assert ask(picture.path)[0] == 404
    assert not PictureContent.objects.exists()


@pytest.mark.usefixtures("inside")
def test_a_removed_picture_that_is_uploaded_again_is_back(store: Store) -> None:
    picture = keep(store)
    Picture.objects.update(was_worn=True)
    removal.remove_picture(picture=picture, actor="Mina", now=NOW)

    again = keep(store)

    assert (again.pk, again.removed_at) == (picture.pk, None)


@pytest.mark.usefixtures("inside")
def test_drafts_and_published_words_hold_a_picture(store: Store) -> None:
    template = make_confirmation(store.agency)
    picture = keep(store, shared=True)
    _put_into_draft(template, f'<img src="http://127.0.0.1:8000{picture.path}" alt="x">')

    with pytest.raises(PictureInUse, match="a draft"):
        removal.remove_picture(picture=picture, actor="Mina", now=NOW)
    publishing.publish_template(template=template, actor="Mina", now=NOW)
    _put_into_draft(template, "nothing")
    with pytest.raises(PictureInUse, match="a published mail"):
        removal.remove_picture(picture=picture, actor="Mina", now=NOW)
    publishing.publish_template(template=template, actor="Mina", now=NOW)

    assert removal.remove_picture(picture=picture, actor="Mina", now=NOW) is False
    assert ask(picture.path)[0] == 200


def _put_into_draft(template: Template, source: str) -> None:
    from dataclasses import replace

    template.refresh_from_db()
    old = [block for block in draft_of(template) if block.key != "extra"]
    extra = replace(old[-1], key="extra", type="custom", settings={"source": source})
    drafting.save_draft(
        template=template,
        version=template.version,
        blocks=[*old, extra],
        actor="Mina",
        now=NOW,
    )


@pytest.mark.usefixtures("inside")
def test_an_agency_has_so_many_pictures(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PICTURES", 1)
    keep(store)

    with pytest.raises(pictures.TooManyPictures):
        keep(store, make.logo(200, 60))

    assert Picture.objects.count() == 1


def upload(api: KeyClient, data: bytes, **fields: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("l.png", data), **fields})
    return api.generic("POST", "pictures/", body, MULTIPART_CONTENT)


def test_a_program_uploads_lists_and_removes(store: Store, api: KeyClient) -> None:
    made = upload(api, make.logo(), store=str(store.public_id))
    again = upload(api, make.logo(), store=str(store.public_id))

    assert (made.status_code, again.status_code) == (201, 201)
    said = made.json()
    assert said == again.json()
    assert (said["width"], said["height"], said["format"]) == (320, 80, "PNG")
    assert said["url"].endswith(f"/i/{said['id']}.png")
    assert [row["id"] for row in api.get("pictures/").json()["results"]] == [said["id"]]
    gone = api.delete(f"/api/v1/pictures/{said['id']}/")
    assert (gone.status_code, gone.json()) == (200, {"is_gone": True})
    assert api.get("pictures/").json()["results"] == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [(make.SVG, 409, "picture-refused"), (b"", 409, "picture-refused")],
)
def test_a_program_is_told_what_to_upload_instead(
    api: KeyClient, data: bytes, status: int, code: str
) -> None:
    answer = upload(api, data)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_upload_that_is_no_form_is_told_so(api: KeyClient) -> None:
    answer = api.post("pictures/", {"file": "x"})

    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json()["detail"]


def test_too_large_an_upload_is_refused_before_it_is_read(api: KeyClient) -> None:
    answer = upload(api, b"\x89PNG" + b"0" * 12_100_000)

    assert answer.status_code in (400, 413)


def test_a_list_of_pictures_costs_the_same_for_one_and_for_many(
    store: Store, api: KeyClient
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as said:
            assert api.get("pictures/").status_code == 200
        return len(said)

    with store_scope(store.pk):
        keep(store)
    api.get("pictures/")
    few = cost()
    with store_scope(store.pk):
        for width in range(20, 32):
            picture = keep(store, make.logo(width + 40, 60))
        services.save_brand(
            agency=store.agency, store=store, fields={"logo_url": picture.path}, now=NOW
        )

    assert few == cost() == 4


def test_a_key_of_one_store_removes_no_picture_of_the_agency(agency: Agency, store: Store) -> None:
    make_store(agency)
    with every_store(because="a test"):
        picture = keep(store, shared=True)
    api = make_client(agency, stores=[store])

    answer = api.delete(f"/api/v1/pictures/{picture.token}/")

    assert answer.status_code == 403
    with every_store(because="a test looks"):
        assert Picture.objects.filter(pk=picture.pk, removed_at=None).exists()


def test_a_refused_file_leaves_nothing(store: Store, inside: None) -> None:
    with pytest.raises(PictureRefused):
        keep(store, make.SVG)

    assert not Picture.objects.exists()
