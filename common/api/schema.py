"""How the API describes itself: every operation with its parameters and refusals."""

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from common.api import problems

Direction = Literal["request", "response"]
_V = TypeVar("_V", bound=Callable[..., Any])

ALWAYS: Final = ("malformed", "not-authenticated", "forbidden", "not-found", "method-not-allowed")
ALSO: Final = ("not-acceptable", "invalid", "rate-limited", "internal", "unavailable")
WITH_A_BODY: Final = ("refused", "too-large", "unsupported-media-type")
HEADERS: Final = {
    "RateLimit-Limit": "Requests that pass at once.",
    "RateLimit-Remaining": "Requests that would pass now.",
    "RateLimit-Reset": "Seconds until all of them would pass again.",
}


class Schema(AutoSchema):
    """DRF's DEFAULT_SCHEMA_CLASS."""

    def get_override_parameters(self) -> list[Any]:
        query = getattr(self.view, "query_classes", {}).get(self.method)
        return [query] if query else []

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        codes = ALWAYS + ALSO + (WITH_A_BODY if self.method in {"POST", "PUT", "PATCH"} else ())
        for code in codes:
            status = str(problems.KNOWN[code][0])
            bodies.setdefault(status, {"$ref": f"#/components/responses/{code}"})
        return dict(sorted(bodies.items()))

    def _get_response_headers_for_code(
        self, status_code: str, direction: str = "response"
    ) -> dict[str, Any]:
        return {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}


def with_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Spectacular's post-processing: the shared answers that the operations refer to."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["headers"] = {
        name: {"description": words, "schema": {"type": "integer"}}
        for name, words in HEADERS.items()
    }
    components["responses"] = {
        code: {
            "description": problems.KNOWN[code][1],
            "content": {
                problems.MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": _example(code),
                }
            },
        }
        for code in ALWAYS + ALSO + WITH_A_BODY
    }
    return result


def described(
    operation_id: str,
    summary: str,
    *,
    out: Any,
    body: Any = None,
    example: Any = None,
    body_example: Any = None,
) -> Callable[[_V], _V]:
    """Say of a view's method what it takes and gives. Its docstring is the description."""
    examples = []
    if example is not None:
        examples.append(OpenApiExample("answer", value=example, response_only=True))
    if body_example is not None:
        examples.append(OpenApiExample("request", value=body_example, request_only=True))
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        request=body,
        responses=out if isinstance(out, dict) else {200: out},
        examples=examples,
    )


def page_of(row: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of one page of such rows."""
    name = row.__name__.removesuffix("Out")
    return type(
        f"{name}PageOut",
        (serializers.Serializer,),
        {
            "__doc__": f"One page of {name}.",
            "results": row(many=True),
            "next": serializers.URLField(
                allow_null=True, help_text="The next page; null at the end"
            ),
            "next_cursor": serializers.CharField(allow_null=True),
        },
    )


def page_example(*rows: Any) -> dict[str, Any]:
    return {"results": list(rows), "next": None, "next_cursor": None}


def _example(code: str) -> dict[str, Any]:
    if code != "invalid":
        return problems.body(code)
    wrong = {"field": "text", "code": "blank", "message": "This field may not be blank."}
    return problems.body(code, errors=[wrong])


PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A refusal (RFC 9457). `code` is stable; `detail` says what to do.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "With `invalid`: what is wrong, field by field.",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
