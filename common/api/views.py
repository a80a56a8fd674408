"""The base of an endpoint: strict parameters in, English and JSON out."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import conditions, expanding, flat, paging, shapes
from common.api.ending import Ending
from common.api.filters import Filters, parameters_of
from common.api.problems import page

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

_M = TypeVar("_M", bound="Model")

PAGING = frozenset({"limit", "cursor", "fields", "expand"})


class Endpoint(APIView):
    """Reads its parameters through `query_classes`, by method; who may ask is for subclasses.

    A list names its Filters there.
    """

    query_classes: ClassVar[Mapping[str, type[shapes.Query] | type[Filters]]] = {}
    expansions: ClassVar[expanding.Expansions] = {}
    # No OPTIONS: it would describe serializers to whoever asks, and the schema does that.
    http_method_names = ("get", "head", "post", "put", "patch", "delete")
    metadata_class = None

    # The output whose answers have an ETag. See Note [An ETag is what was seen].
    versioned_by: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None

    # Methods that are to end.
    endings: ClassVar[Mapping[str, Ending]] = {}

    query: Mapping[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Codes and words of the API are one language; a person's choice of language is for pages.
        with translation.override("en"):
            response = cast("Response", super().dispatch(request, *args, **kwargs))
            response.render()  # while the scope is open
            return response

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        ending = self.endings.get(_reading(request.method))
        for name, value in (ending.headers() if ending else {}).items():
            response[name] = value
        return response

    def read_query(self, request: Request) -> None:
        """Check the URL's parameters. Raises ValidationError, also for unknown ones."""
        asked: Any = self.query_classes.get(_reading(request.method), shapes.Query)
        self.query = _reader(asked).run_validation(shapes.once(request.query_params))

    def narrowed(self, rows: "QuerySet[_M, _M]") -> "QuerySet[_M, _M]":
        """Those of the rows that the parameters are for, by the list's Filters."""
        filters = self.query_classes[_reading(self.request.method)]
        if not issubclass(filters, Filters):
            raise TypeError(f"{type(self).__name__} names no Filters.")
        return filters.narrow(rows, self.query)

    def read_body(self, request: Request, serializer: type[shapes.Strict]) -> dict[str, Any]:
        """The checked body."""
        checked = serializer(data=request.data)
        checked.is_valid(raise_exception=True)
        return cast("dict[str, Any]", checked.validated_data)

    def shown(
        self,
        serializer: type[serializers.Serializer[Any]],
        row: Any,
        *,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """One thing, with the wanted fields. Further names are the serializer's context."""
        known = {**self.serializer_context(), **context}
        with flat.lent(serializer, known, **self._wanted()) as write:
            self._expand([row], known)
            response = Response(write(row), status=status)
        if serializer is self.versioned_by:
            with flat.lent(serializer, known) as write:
                whole = write(row) if self.query.get("fields") else response.data
                response["ETag"] = conditions.etag_of(whole)
        return response

    def listed(
        self,
        serializer: type[serializers.Serializer[Any]],
        rows: "QuerySet[Any, Any] | paging.Fetch[Any]",
        *,
        keyset: paging.Keyset,
    ) -> Response:
        """One page of a list, with the wanted fields."""
        known = self.serializer_context()
        with flat.lent(serializer, known, **self._wanted()) as write:
            found: paging.Page[Model] = paging.page_of(rows, keyset, self._place())
            self._expand(found.rows, known)
            results = [write(row) for row in found.rows]
        return Response(
            {
                "results": results,
                "next": self._next_url(found.next_cursor),
                "next_cursor": found.next_cursor,
            }
        )

    def serializer_context(self) -> Mapping[str, Any]:
        """What serializers may know beside the row."""
        return {}

    def require(self, verb: str) -> None:
        """Raise a Problem where the caller may not read such things by themselves."""

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

    def _wanted(self) -> dict[str, str]:
        """Which fields are, and that what is expanded stays in any case."""
        also = "expanded" if self.query.get("expand") else ""
        return {"wanted": self.query.get("fields", ""), "also": also}

    def _expand(self, rows: Sequence[Any], context: Mapping[str, Any]) -> None:
        wanted = self.query.get("expand", ())
        for name in wanted:
            self.require(self.expansions[name].verb)
        if wanted:
            expanding.expand(rows, wanted, self.expansions, context)


@cache
def _reader(asked: Any) -> shapes.Query:
    """One for all requests: it checks and keeps nothing."""
    return parameters_of(asked)()


def _reading(method: str | None) -> str:
    return "GET" if method in {"GET", "HEAD"} else str(method)


@csrf_exempt
def nothing_here(request: HttpRequest, *_: Any, **__: Any) -> HttpResponseBase:
    """For every path below the API that is none."""
    return page(request, "not-found")
