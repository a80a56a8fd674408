"""Two people at once: ETags say what was seen, If-Match writes only on what still stands so."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from shipping.models import ProcessingTime
from statuspage.models import FaqEntry
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.models import Template
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.factories.templates_app import make_own_template
from tests.problems import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(store: Store) -> Template:
    return own_template(store)


def own_template(store: Store) -> Template:
    with every_store(because="a test makes a draft"):
        return make_own_template(store)


def url_of(template: Template) -> str:
    return f"/api/v1/templates/{template.public_id}/"


def hide_help(api: KeyClient, template: Template, etag: str = "", **headers: str) -> Any:
    wanted = {
        "version": api.get(url_of(template)).json()["version"],
        "blocks": [{"key": "help", "settings": {"is_shown": False}}],
    }
    headers = {"If-Match": etag, **headers} if etag else headers
    return put(api, url_of(template), wanted, method="PATCH", headers=headers)


def put(api: KeyClient, url: str, wanted: Any, method: str = "PUT", **more: Any) -> Any:
    way = {"PUT": api.put, "PATCH": api.patch}[method]
    return way(url, wanted, content_type="application/json", **more)


def test_a_read_has_a_strong_etag_and_is_spared_who_has_it(
    api: KeyClient, template: Template
) -> None:
    first = api.get(url_of(template))
    etag = first.headers["ETag"]

    spared = [
        api.get(url_of(template), headers={"If-None-Match": known})
        for known in (etag, f"W/{etag}", f'"other", {etag}', "*")
    ]
    told = api.get(url_of(template), headers={"If-None-Match": '"other"'})

    assert etag.startswith('"')
    assert {(one.status_code, one.content, one.headers["ETag"]) for one in spared} == {
        (304, b"", etag)
    }
    assert (told.status_code, told.content) == (200, first.content)
    assert api.get(f"{url_of(template)}?fields=version").headers["ETag"] == etag


def test_who_writes_on_what_they_saw_is_given_the_next_etag(
    api: KeyClient, template: Template
) -> None:
    seen = api.get(url_of(template)).headers["ETag"]

    written = hide_help(api, template, seen)

    assert written.status_code == 200
    assert written.headers["ETag"] == api.get(url_of(template)).headers["ETag"] != seen


@pytest.mark.parametrize("deed", ["PATCH", "PUT", "publish/", "schedule/", "adoption/"])
def test_who_writes_on_what_changed_is_told_so(
    api: KeyClient, template: Template, deed: str
) -> None:
    seen = api.get(url_of(template)).headers["ETag"]
    hide_help(api, template)
    stands = api.get(url_of(template))
    body: dict[str, Any] = {
        "PATCH": {"version": stands.json()["version"], "blocks": []},
        "PUT": {"version": stands.json()["version"], "blocks": []},
        "publish/": {},
        "schedule/": {"publishes_at": "2100-01-01T00:00:00Z"},
        "adoption/": {"version": stands.json()["version"]},
    }[deed]
    headers = {"If-Match": seen}

    if deed.endswith("/"):
        answer = api.post(url_of(template) + deed, body, headers=headers)
    else:
        answer = put(api, url_of(template), body, deed, headers=headers)

    assert refusal(answer) == (412, "precondition-failed")
    assert answer.headers["ETag"] == stands.headers["ETag"]
    assert "ETag" in answer.json()["detail"]
    assert api.get(url_of(template)).content == stands.content


@pytest.mark.parametrize(
    ("if_match", "status"),
    [("*", 200), ('"other", {}', 200), ("W/{}", 412), ("other", 412), ('"other"', 412), ("", 412)],
)
def test_what_if_match_may_say(
    api: KeyClient, template: Template, if_match: str, status: int
) -> None:
    said = if_match.format(api.get(url_of(template)).headers["ETag"])

    assert hide_help(api, template, **{"If-Match": said}).status_code == status


def test_a_wording_of_its_own_has_an_etag_of_its_own(api: KeyClient, template: Template) -> None:
    api.post(f"{url_of(template)}variants/", {"name": "Shorter"})
    main, other = (api.get(url_of(template) + query) for query in ("", "?variant=B"))
    change = {"version": main.json()["version"], "blocks": [{"key": "help", "settings": {}}]}
    headers = {"If-Match": other.headers["ETag"]}

    saved = put(api, f"{url_of(template)}?variant=B", change, "PATCH", headers=headers)

    assert saved.status_code == 200


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("blocks/help/", {"settings": {"is_shown": False}}),
        ("translations/nb/", {"blocks": {"greeting": {"title": "Hei igjen"}}}),
    ],
)
def test_parts_of_a_draft_have_etags_of_their_own(
    api: KeyClient, template: Template, part: str, change: Any
) -> None:
    url = url_of(template) + part
    seen = api.get(url)
    headers = {"If-Match": seen.headers["ETag"]}
    wanted = {"version": seen.json()["version"], **change}

    written = put(api, url, wanted, headers=headers)
    late = put(api, url, wanted, headers=headers)

    assert written.status_code == 200
    assert refusal(late) == (412, "precondition-failed")
    assert late.headers["ETag"] == api.get(url).headers["ETag"]


def test_what_has_no_versions_says_so(api: KeyClient, store: Store) -> None:
    url = f"/api/v1/stores/{store.public_id}/archive-policy/"

    refused = put(api, url, {"archive_after_days": 30}, headers={"If-Match": '"x"'})
    fine = put(api, url, {"archive_after_days": 30}, headers={"If-Match": "*"})

    assert refusal(refused) == (412, "precondition-failed")
    assert "no versions" in refused.json()["detail"]
    assert fine.status_code == 200


def test_a_replay_asks_for_no_version_again(api: KeyClient, template: Template) -> None:
    seen = api.get(url_of(template)).headers["ETag"]
    wanted = {"version": template.version, "blocks": []}
    headers = {"If-Match": seen, "Idempotency-Key": "k1"}

    first, second = (put(api, url_of(template), wanted, "PATCH", headers=headers) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["ETag"] == first.headers["ETag"]


def test_a_foreign_template_is_unknown_whatever_its_etag(
    api: KeyClient, template: Template
) -> None:
    stranger = make_client(make_store().agency)
    etag = api.get(url_of(template)).headers["ETag"]

    answer = put(stranger, url_of(template), {}, "PATCH", headers={"If-Match": etag})

    assert refusal(answer) == (404, "not-found")


@pytest.mark.parametrize("what", ["page-settings", "faq", "processing-times"])
def test_settings_of_stores_have_etags_too(api: KeyClient, store: Store, what: str) -> None:
    one, other, url = changes_of(api, store, what)
    method = "PATCH" if what == "processing-times" else "PUT"
    headers = {"If-Match": api.get(url).headers["ETag"]}

    first = put(api, url, one, method, headers=headers)
    second = put(api, url, other, method, headers=headers)
    third = put(api, url, other, method, headers={"If-Match": first.headers["ETag"]})

    assert [answer.status_code for answer in (first, second, third)] == [200, 412, 200]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["templates", "page-settings", "faq", "processing-times"])
def test_of_two_who_saw_the_same_one_writes(store: Store, what: str) -> None:
    api = make_client(store.agency)
    if what == "templates":
        url = url_of(own_template(store))
        version = api.get(url).json()["version"]
        bodies = [
            {"version": version, "blocks": [{"key": "help", "settings": {"is_shown": shown}}]}
            for shown in (True, False)
        ]
    else:
        *bodies, url = changes_of(api, store, what)
    method = "PUT" if what in {"page-settings", "faq"} else "PATCH"
    headers = {"If-Match": api.get(url).headers["ETag"]}
    start = threading.Barrier(2)

    def write(body: Any) -> Any:
        start.wait(20)
        try:
            return put(KeyClient(api.text), url, body, method, headers=headers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(write, bodies))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    done = next(answer for answer in answers if answer.status_code == 200)
    late = next(answer for answer in answers if answer.status_code == 412)
    stands = api.get(url)
    assert stands.content == done.content
    assert stands.headers["ETag"] == late.headers["ETag"]


def changes_of(api: KeyClient, store: Store, what: str) -> tuple[Any, Any, str]:
    """Two changes of the thing, and where it is."""
    at = f"/api/v1/stores/{store.public_id}/{what}/"
    if what == "page-settings":
        return {"return_days": 30}, {"answer_days": 2}, at
    if what == "faq":
        with store_scope(store.pk):
            FaqEntry.objects.create(store=store, locale="nb", question="Why?", answer="So.")
        asked = [[{"question": word, "answer": "So."}] for word in ("Who?", "When?")]
        return *({"locale": "nb", "questions": one} for one in asked), at  # type: ignore[return-value]  # two of them
    with store_scope(store.pk):
        row = ProcessingTime.objects.create(store=store, level="STORE", min_days=1, max_days=2)
        row.refresh_from_db()
    return {"max_days": 5}, {"min_days": 2}, f"/api/v1/processing-times/{row.public_id}/"
