"""An operation that is to end says so in every answer, and in its description."""

from datetime import date
from typing import Any, ClassVar

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.ending import Ending
from common.api.schema import described
from common.api.shapes import Query
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb
from tests.factories.keys import make_client

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ENDING = Ending(date(2027, 1, 15), date(2028, 2, 1), "https://notifyhub.example/docs/api#versions")


class OldOut(serializers.Serializer[Any]):
    is_old = serializers.BooleanField()


class Old(ApiView):
    """Of this test alone: its GET is to end, its POST is not."""

    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS, "POST": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": Query, "POST": Query}
    endings: ClassVar = {"GET": ENDING}

    @described("old_read", "Read the old way", out=OldOut)
    def get(self, request: Request) -> Response:
        """As it was."""
        return self.shown(OldOut, {"is_old": True})

    @described("old_write", "Write", out=OldOut)
    def post(self, request: Request) -> Response:
        """As it stays."""
        return self.shown(OldOut, {"is_old": False})


urlpatterns = [path("api/v1/old/", Old.as_view())]


def test_its_answers_say_since_when_until_when_and_what_to_read(store: Store) -> None:
    api = make_client(store.agency)

    fine, refused, stays = api.get("old/"), api.get("old/?x=1"), api.post("old/")

    assert [answer.status_code for answer in (fine, refused, stays)] == [200, 422, 200]
    for answer in (fine, refused):
        assert answer.headers["Deprecation"] == "@1799971200"
        assert answer.headers["Sunset"] == "Tue, 01 Feb 2028 00:00:00 GMT"
        assert f'<{ENDING.link}>; rel="deprecation"' in answer.headers["Link"]
        assert f'<{ENDING.link}>; rel="sunset"' in answer.headers["Link"]
    assert not {"Deprecation", "Sunset", "Link"} & set(stays.headers)


def test_its_description_says_so_too() -> None:
    generator: Any = SchemaGenerator
    made = generator(patterns=urlpatterns).get_schema(request=None, public=True)
    (operations,) = made["paths"].values()
    old, stays = operations["get"], operations["post"]

    assert old["deprecated"] is True
    assert (old["x-deprecated-since"], old["x-ends-on"]) == ("2027-01-15", "2028-02-01")
    assert {"Deprecation", "Sunset", "Link"} <= set(old["responses"]["200"]["headers"])
    assert "deprecated" not in stays
    assert "x-ends-on" not in stays
    assert "Sunset" not in stays["responses"]["200"]["headers"]
