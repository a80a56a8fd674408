"""Holds questions and played answers against Shopify's own schema, where it is at hand.

Elsewhere (a checkout without the corpus, or without the dev requirements) questions are only read
as far as a played shop needs, and answers go out as they were said.
"""

import functools
import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stores.shopify.documents import API_VERSION

if TYPE_CHECKING:
    from graphql import DocumentNode, GraphQLResolveInfo, GraphQLSchema

Json = dict[str, Any]
SCHEMA: Final = (
    Path(__file__).parents[3] / f"shared/data/graphql/admin-{API_VERSION}.introspection.json.gz"
)
_ROOT_FIELD: Final = re.compile(r"\{\s*(?:(\w+)\s*:\s*)?(\w+)")
_GID: Final = re.compile(r"gid://shopify/(\w+)/")


class Unfit(Exception):
    """The question, or the played answer, is none that Shopify's schema knows."""


@functools.cache
def shopifys_schema() -> "GraphQLSchema | None":
    """None where the corpus or graphql-core is missing. About a second, once a process."""
    try:
        from graphql import build_client_schema
    except ImportError:
        return None
    if not SCHEMA.exists():
        return None
    said = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    return build_client_schema(said.get("data", said), assume_valid=True)


@functools.cache
def _read(text: str) -> "DocumentNode":
    """The document, valid by the schema. Raises Unfit."""
    from graphql import GraphQLSyntaxError, NoDeprecatedCustomRule, parse, specified_rules, validate

    known = shopifys_schema()
    assert known is not None
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        raise Unfit(error.message) from None
    if wrong := validate(known, document, [*specified_rules, NoDeprecatedCustomRule]):
        raise Unfit("; ".join(error.message for error in wrong))
    return document


def check_document(text: str) -> None:
    """Raises Unfit. Wants the schema."""
    _read(text)


class Question:
    """One operation with its variables."""

    def __init__(self, asked: Json) -> None:
        self._asked = asked
        self._text = str(asked.get("query", ""))
        self._schema = shopifys_schema()
        self.is_mutation = self._text.lstrip().startswith("mutation")
        if self._schema is not None:
            _read(self._text)

    def refusal(self, error: Json) -> Json:
        """The payload of a mutation that was not done."""
        found = _ROOT_FIELD.search(self._text)
        name = (found[1] or found[2]) if found else ""
        # The rest of each payload may be null; so Shopify says it.
        return self.held({name: _Nothing(userErrors=[error])})

    def held(self, data: Json) -> Json:
        """The answer, with what was asked for only. Raises Unfit if it could not be Shopify's."""
        if self._schema is None:
            return data
        from graphql import execute_sync

        done = execute_sync(
            self._schema,
            _read(self._text),
            root_value=data,
            variable_values=self._asked.get("variables"),
            operation_name=self._asked.get("operationName"),
            field_resolver=_said,
            type_resolver=_sort_of,
        )
        if done.errors:
            raise Unfit("; ".join(f"{error.message} {error.path or ''}" for error in done.errors))
        return dict(done.data or {})


class _Nothing(dict[str, Any]):
    """A payload of which all is null but what is said."""

    def __missing__(self, key: str) -> None:
        return None


def _said(source: Any, info: "GraphQLResolveInfo[Any]", **_arguments: Any) -> Any:
    """By the name that the answer has, or the schema's. What is not said at all is a lie."""
    alias = info.path.key
    for name in (alias, info.field_name):
        if name in source:
            return source[name]
    if isinstance(source, _Nothing):
        return None
    raise Unfit(f"{info.parent_type.name}.{info.field_name} was asked for, and is not answered")


def _sort_of(value: Any, _info: "GraphQLResolveInfo[Any]", _abstract: Any) -> str:
    if sort := value.get("__typename"):
        return str(sort)
    found = _GID.match(str(value.get("id", "")))
    if not found:
        raise Unfit(f"which sort of thing is this? {str(value)[:80]}")
    return found[1]
