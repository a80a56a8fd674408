"""How the desk looks to the agency's people, for programs."""

from typing import Any, ClassVar, Final

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.problems import Problem
from common.api.schema import described
from common.api.shapes import Query, Strict
from stores import looks
from stores.api_base import ApiView
from stores.looks import Look
from stores.models import Agency
from stores.roles import Verb


class DeskLookOut(serializers.Serializer[Any]):
    """Empty: as NotifyHub looks."""

    name = serializers.CharField()
    accent = serializers.CharField()
    logo_url = serializers.CharField()
    host = serializers.CharField()


class DeskLookIn(Strict):
    """What is left out stays as it is; an empty text is NotifyHub's own."""

    name = serializers.CharField(
        max_length=looks.LONGEST_NAME, allow_blank=True, required=False, help_text="Of the desk"
    )
    accent = serializers.CharField(
        max_length=7,
        allow_blank=True,
        required=False,
        help_text="Such as #11657a; white words on it must be readable (WCAG AA)",
    )
    logo_url = serializers.CharField(
        max_length=500, allow_blank=True, required=False, help_text="The `url` of a picture"
    )
    host = serializers.CharField(
        max_length=253,
        allow_blank=True,
        required=False,
        help_text="A host of the agency's own, whose log-in page looks so too",
    )


EXAMPLE: Final = {
    "name": "Nordlinje post",
    "accent": "#7a2e11",
    "logo_url": "",
    "host": "post.nordlinje.example",
}


class AgencyLook(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "PATCH": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": Query, "PATCH": Query}

    @described("agency_look", "Read how the desk looks", out=DeskLookOut, example=EXAMPLE)
    def get(self, request: Request) -> Response:
        """Name, colour, logo and address by which the agency's people know it."""
        return self.shown(DeskLookOut, looks.look_of(self._agency()))

    @described(
        "agency_look_set",
        "Say how the desk looks",
        body=DeskLookIn,
        out=DeskLookOut,
        body_example={"name": "Nordlinje post", "accent": "#7a2e11"},
        example=EXAMPLE,
    )
    def patch(self, request: Request) -> Response:
        """From the next page on. 409 `look-refused` says what is wrong with it.

        Only for who sees all stores of the agency: all its people see it.
        """
        wanted = self.read_body(request, DeskLookIn)
        if not self.actor.has_all_stores or self.actor.is_test:
            raise Problem("forbidden", "The look is chosen by who sees all stores of the agency.")
        agency = self._agency()
        now_at = looks.look_of(agency)
        names = ("name", "accent", "logo_url", "host")
        said = {name: wanted.get(name, getattr(now_at, name)) for name in names}
        looks.choose_look(agency=agency, look=Look(**said))
        return self.shown(DeskLookOut, looks.look_of(agency))

    def _agency(self) -> Agency:
        return Agency.objects.get(pk=self.actor.agency_id)
