"""The base of an endpoint: strict parameters in, English and JSON out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import paging, shapes
from common.api.problems import page

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

PAGING = frozenset({"limit", "cursor", "fields"})


class Endpoint(APIView):
    """Reads its parameters through `query_classes`, by method; who may ask is for subclasses."""

    query_classes: ClassVar[Mapping[str, type[shapes.Query]]] = {}
    # No OPTIONS: it would describe serializers to whoever asks, and the schema does that.
    http_method_names = ("get", "head", "post", "put", "patch", "delete")
    metadata_class = None

    query: Mapping[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Codes and words of the API are one language; a person's choice of language is for pages.
        with translation.override("en"):
            response = cast("Response", super().dispatch(request, *args, **kwargs))
            response.render()  # while the scope is open
            return response

    def read_query(self, request: Request) -> None:
        """Check the URL's parameters. Raises ValidationError, also for unknown ones."""
        serializer = self.query_classes.get(_reading(request.method), shapes.Query)(
            data=shapes.once(request.query_params)
        )
        serializer.is_valid(raise_exception=True)
        self.query = cast("Mapping[str, Any]", serializer.validated_data)

    def read_body(self, request: Request, serializer: type[shapes.Strict]) -> dict[str, Any]:
        """The checked body."""
        checked = serializer(data=request.data)
        checked.is_valid(raise_exception=True)
        return cast("dict[str, Any]", checked.validated_data)

    def shown(
        self,
        serializer: type[serializers.BaseSerializer[Any]],
        row: Any,
        *,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """One thing, with the wanted fields. Further names are the serializer's context."""
        shaped = serializer(row, context={**self.serializer_context(), **context})
        self._keep_wanted(shaped)
        return Response(shaped.data, status=status)

    def listed(
        self,
        serializer: type[serializers.BaseSerializer[Any]],
        rows: "QuerySet[Any, Any] | paging.Fetch[Any]",
        *,
        keyset: paging.Keyset,
    ) -> Response:
        """One page of a list, with the wanted fields."""
        shaped = serializer(many=True, instance=[], context=self.serializer_context())
        self._keep_wanted(shaped.child)  # type: ignore[attr-defined]  # many=True makes a ListSerializer
        found: paging.Page[Model] = paging.page_of(rows, keyset, self._place())
        return Response(
            {
                "results": shaped.to_representation(found.rows),
                "next": self._next_url(found.next_cursor),
                "next_cursor": found.next_cursor,
            }
        )

    def serializer_context(self) -> Mapping[str, Any]:
        """What serializers may know beside the row."""
        return {}

    def owner(self) -> str:
        """To whom a cursor belongs."""
        raise NotImplementedError

    def _place(self) -> paging.Place:
        filters = {name: value for name, value in self.query.items() if name not in PAGING}
        return paging.Place(
            owner=self.owner(),
            # A list below a thing is another list for another thing.
            filters={
                **filters,
                **{f"url:{name}": str(value) for name, value in self.kwargs.items()},
            },
            cursor=self.query["cursor"],
            limit=self.query["limit"],
        )

    def _next_url(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        parameters = {**self.request.query_params.dict(), "cursor": cursor}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(parameters)}")

    def _keep_wanted(self, serializer: Any) -> None:
        if wanted := self.query.get("fields"):
            shapes.only(serializer, wanted)


def _reading(method: str | None) -> str:
    return "GET" if method in {"GET", "HEAD"} else str(method)


@csrf_exempt
def nothing_here(request: HttpRequest, *_: Any, **__: Any) -> HttpResponseBase:
    """For every path below the API that is none."""
    return page(request, "not-found")
