"""How the API describes itself: every operation with its parameters and refusals."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers

from common.api import problems
from common.api.ending import Ending
from common.api.filters import parameters_of

Direction = Literal["request", "response"]
_V = TypeVar("_V", bound=Callable[..., Any])

ALWAYS: Final = ("malformed", "not-authenticated", "forbidden", "not-found", "method-not-allowed")
ALSO: Final = ("not-acceptable", "invalid", "rate-limited", "internal", "unavailable")
WITH_A_DEED: Final = ("refused",)
WITH_A_BODY: Final = ("too-large", "unsupported-media-type")
VERSIONED: Final = ("precondition-failed",)
WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NUMBER: Final = {"type": "integer"}
_TEXT: Final = {"type": "string"}
LIMITS: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
ENDING: Final = ("Deprecation", "Sunset", "Link")
HEADERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "RateLimit-Limit": ("Requests that pass at once.", _NUMBER),
    "RateLimit-Remaining": ("Requests that would pass now.", _NUMBER),
    "RateLimit-Reset": ("Seconds until all of them would pass again.", _NUMBER),
    "Retry-After": ("Seconds to wait.", _NUMBER),
    "Idempotency-Replayed": (
        "Said where this answer was given before to the same key, and nothing was done now.",
        {"type": "string", "const": "true"},
    ),
    "ETag": ("What stands now; name it in `If-Match` or `If-None-Match`.", _TEXT),
    "Deprecation": ("Since when it should no longer be used: `@` and a Unix time.", _TEXT),
    "Sunset": ("When it ends.", _TEXT),
    "Link": ("What to read about it.", _TEXT),
}
PARAMETERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "Idempotency-Key": (
        "Of your choice, a new one for each wish. Sent again within 24 hours the same call does "
        "nothing and has the same answer; another call has 422 `idempotency-mismatch`.",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    ),
    "If-Match": ("An `ETag`: write only if it still stands so, else 412.", _TEXT),
    "If-None-Match": ("An `ETag` that you have: 304 without a body if it stands so.", _TEXT),
}
# What else a status may mean, in the shared answers.
ALSO_MEANT: Final = {
    "refused": "Or 409 `idempotency-in-flight`: the first call with this key has not ended.",
    "invalid": "Or 422 `idempotency-mismatch`: this key was used for another call.",
}


class Schema(AutoSchema):
    """DRF's DEFAULT_SCHEMA_CLASS."""

    def get_override_parameters(self) -> list[Any]:
        query = getattr(self.view, "query_classes", {}).get(self.method)
        return [parameters_of(query)] if query else []

    def _get_parameters(self) -> list[dict[str, Any]]:
        names = ["Idempotency-Key"] if self.method in WRITES else []
        if self.is_versioned:
            names.append("If-Match" if self.method in WRITES else "If-None-Match")
        found: list[dict[str, Any]] = super()._get_parameters()
        return [*found, *({"$ref": f"#/components/parameters/{name}"} for name in names)]

    @property
    def is_versioned(self) -> bool:
        return getattr(self.view, "versioned_by", None) is not None

    def _shows_a_version(self) -> bool:
        """Whether the thing itself is answered, not what came of the deed."""
        out = self.get_response_serializers()
        shown = out.values() if isinstance(out, dict) else [out]
        return getattr(self.view, "versioned_by", None) in shown

    @property
    def ending(self) -> Ending | None:
        found: Ending | None = getattr(self.view, "endings", {}).get(self.method)
        return found

    def is_deprecated(self) -> bool:
        return self.ending is not None or super().is_deprecated()

    def get_extensions(self) -> dict[str, Any]:
        if self.ending is None:
            return {}
        since, ends_on = self.ending.deprecated_since, self.ending.ends_on
        return {"x-deprecated-since": since.isoformat(), "x-ends-on": ends_on.isoformat()}

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        codes = [*ALWAYS, *ALSO]
        if self.method in WRITES:
            codes += [*WITH_A_DEED, *(VERSIONED if self.is_versioned else ())]
        if self.method in WRITES - {"DELETE"}:
            codes += WITH_A_BODY
        for code in codes:
            status = str(problems.KNOWN[code][0])
            bodies.setdefault(status, {"$ref": f"#/components/responses/{code}"})
        if self.is_versioned and self.method == "GET":
            words = "It stands as the `ETag` you named says."
            bodies["304"] = {"description": words, "headers": {"ETag": _header("ETag")}}
        return dict(sorted(bodies.items()))

    def _get_response_headers_for_code(
        self, status_code: str, direction: str = "response"
    ) -> dict[str, Any]:
        names = [*LIMITS, *(["Idempotency-Replayed"] if self.method in WRITES else [])]
        if self.is_versioned and self._shows_a_version():
            names.append("ETag")
        if self.ending is not None:
            names += ENDING
        return {name: _header(name) for name in names}


def with_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Spectacular's post-processing: the shared answers that the operations refer to."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _problem()
    components["headers"] = {
        name: {"description": words, "schema": schema} for name, (words, schema) in HEADERS.items()
    }
    components["parameters"] = {
        name: {"name": name, "in": "header", "description": words, "schema": schema}
        for name, (words, schema) in PARAMETERS.items()
    }
    components["responses"] = {
        code: {
            "description": " ".join(filter(None, (_sentence(code), ALSO_MEANT.get(code)))),
            **({"headers": {"ETag": _header("ETag")}} if code in VERSIONED else {}),
            "content": {
                problems.MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": _example(code),
                }
            },
        }
        for code in ALWAYS + ALSO + WITH_A_DEED + WITH_A_BODY + VERSIONED
    }
    return result


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


def _sentence(code: str) -> str:
    title = problems.KNOWN[code][1]
    return f"{title}." if code in ALSO_MEANT else title


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
        examples.append(
            OpenApiExample(
                "answer", value=example, response_only=True, status_codes=["200", "201", "202"]
            )
        )
    if body_example is not None:
        examples.append(OpenApiExample("request", value=body_example, request_only=True))
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        request=body,
        responses=out if isinstance(out, dict) else {200: out},
        examples=examples,
    )


@cache
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


def _problem() -> dict[str, Any]:
    """The codes are examples and no enumeration, since new ones come without a new version."""
    return {
        "type": "object",
        "description": "A refusal (RFC 9457). `code` is stable; `detail` says what to do.",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {
                "type": "string",
                "description": "Stable. More may come.",
                "examples": problems.codes(),
            },
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
