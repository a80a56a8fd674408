"""The API and its description: every view names its verbs, and docs/openapi.yaml is current."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.urls import URLPattern, URLResolver
from rest_framework.views import APIView

from common.api.problems import KNOWN, MEDIA_TYPE
from notifyhub import api_urls
from stores.api_base import ApiView
from stores.roles import Verb
from tests.factories.keys import KeyClient

CHECKED_IN = Path(__file__).parents[2] / "docs" / "openapi.yaml"
DESCRIPTION = {"api-schema", "api-docs"}
METHODS = ("get", "post", "put", "patch", "delete")


def patterns(urls: list[Any]) -> Iterator[URLPattern]:
    for each in urls:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


def views() -> dict[str, type[APIView]]:
    """The API's views by the names of their URLs."""
    named = {str(each.name): each for each in patterns(api_urls.urlpatterns) if each.name}
    return {name: each.callback.view_class for name, each in named.items()}  # type: ignore[attr-defined]  # as_view sets it


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    made = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))
    document: dict[str, Any] = yaml.safe_load(made.read_text())
    return document


@pytest.mark.parametrize("name", sorted(set(views()) - DESCRIPTION))
def test_a_view_names_a_verb_for_each_of_its_methods(name: str) -> None:
    view = views()[name]

    assert issubclass(view, ApiView)
    has = {method.upper() for method in METHODS if hasattr(view, method)}
    assert set(view.verbs) == has
    assert all(verb is None or verb in Verb for verb in view.verbs.values())
    assert set(view.query_classes) == has


def test_only_who_am_i_needs_no_verb() -> None:
    free = {
        name
        for name, view in views().items()
        if issubclass(view, ApiView) and None in view.verbs.values()
    }

    assert free == {"stores-me"}


def test_the_description_is_current(schema: dict[str, Any]) -> None:
    said = yaml.safe_load(CHECKED_IN.read_text())

    assert said == schema, "Run: manage.py spectacular --file docs/openapi.yaml"


def test_every_operation_tells_its_refusals_and_shows_an_example(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            case = f"{method} {path}"
            answers = operation["responses"]
            assert {"400", "401", "403", "404", "405", "422", "429", "503"} <= set(answers), case
            assert operation["summary"], case
            assert operation["description"], case
            fine = next(answers[status] for status in ("200", "201", "202") if status in answers)
            (content,) = fine["content"].values()
            assert content["examples"], case
            assert "RateLimit-Limit" in fine["headers"], case
            bodies = operation.get("requestBody", {}).get("content", {})
            if "multipart/form-data" not in bodies:  # a file has no example in words
                assert all(body["examples"] for body in bodies.values()), case


def test_every_write_takes_an_idempotency_key_and_tells_its_refusals(
    schema: dict[str, Any],
) -> None:
    named = {"$ref": "#/components/parameters/Idempotency-Key"}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            case, is_write = f"{method} {path}", method != "get"
            assert (named in operation["parameters"]) == is_write, case
            fine = next(
                operation["responses"][one]
                for one in ("200", "201", "202")
                if one in operation["responses"]
            )
            assert ("Idempotency-Replayed" in fine["headers"]) == is_write, case
            assert not is_write or "409" in operation["responses"], case
    said = {code: schema["components"]["responses"][code] for code in ("refused", "invalid")}
    assert "idempotency-in-flight" in said["refused"]["description"]
    assert "idempotency-mismatch" in said["invalid"]["description"]


def test_what_has_versions_says_so(schema: dict[str, Any]) -> None:
    template = schema["paths"]["/api/v1/templates/{public_id}/"]
    publish = schema["paths"]["/api/v1/templates/{public_id}/publish/"]["post"]
    if_match = {"$ref": "#/components/parameters/If-Match"}

    assert "304" in template["get"]["responses"]
    assert {"$ref": "#/components/parameters/If-None-Match"} in template["get"]["parameters"]
    assert all("ETag" in template[way]["responses"]["200"]["headers"] for way in ("get", "put"))
    for operation in (template["put"], template["patch"], publish):
        assert if_match in operation["parameters"]
        assert "412" in operation["responses"]
    assert "ETag" not in publish["responses"]["200"]["headers"]


def test_refusals_are_described_as_problems(schema: dict[str, Any]) -> None:
    shared = schema["components"]["responses"]

    for code, answer in shared.items():
        example = answer["content"][MEDIA_TYPE]["example"]
        assert (example["status"], example["code"]) == (KNOWN[code][0], code)


@pytest.mark.django_db
def test_the_schema_is_open_to_all(client: KeyClient) -> None:
    answer = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_the_docs_page_loads_nothing_from_elsewhere(client: KeyClient) -> None:
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script=")

    assert page.status_code == script.status_code == 200
    for text in (page.content.decode(), script.content.decode()):
        assert "http://" not in text
        assert "https://" not in text
        assert "//cdn" not in text
    assert "validatorUrl: null" in script.content.decode()
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in (
        page.content.decode()
    )
