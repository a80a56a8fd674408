"""What goes in and out: strict inputs, and outputs of which a client may take a part."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from django.http import QueryDict
from django.utils.crypto import salted_hmac
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.types import wrong_type

LONGEST_PAGE: Final = 200
_I = TypeVar("_I")


class UtcTime(serializers.DateTimeField):
    """ISO 8601 with its offset: read in any zone, written in UTC ending in Z."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **options})

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return super().to_internal_value(value)
        except OverflowError:  # year 1 moved to another zone
            self.fail("overflow")

    def to_representation(self, value: Any) -> Any:
        """Also of a time that was kept as text."""
        said = datetime.fromisoformat(value) if isinstance(value, str) and value else value
        return super().to_representation(said)


@extend_schema_field(
    {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", "examples": ["14:00"]}
)
class WallTime(serializers.TimeField):
    """A time on a clock at some place, `14:00`: JSON Schema's own `time` wants an offset."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"format": "%H:%M", "input_formats": ["%H:%M", "%H:%M:%S"], **options})


class MoneyOut(serializers.Serializer[Any]):
    """A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000."""

    amount_minor = serializers.IntegerField()
    currency = serializers.CharField(help_text="ISO 4217")


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency": currency}


class Strict(serializers.Serializer[Any]):
    """An input: what it does not name is refused, so that no misspelt field is ignored.

    So is what is not of the documented type; see common/api/types.py.
    """

    is_json = True

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))[:20]
            if unknown:
                message = "This is not known here. Known: " + ", ".join(self.fields) + "."
                raise serializers.ValidationError(
                    {str(name)[:80]: message for name in unknown}, code="unknown"
                )
            self._check_types(data)
        return super().to_internal_value(data)

    def _check_types(self, data: Mapping[str, Any]) -> None:
        if not self.is_json or isinstance(data, QueryDict):
            return
        said = {name: wrong_type(self.fields[name], value) for name, value in data.items()}
        if wrong := {name: words for name, words in said.items() if words}:
            raise serializers.ValidationError(wrong, code="invalid")


class Query(Strict):
    """The parameters of a URL; each view's inherits this."""

    is_json = False  # everything in a URL is text

    fields_ = serializers.CharField(
        required=False,
        max_length=1000,
        help_text="Only these fields, comma-separated: `id,store.name`",
    )

    def get_fields(self) -> dict[str, Any]:
        named = super().get_fields()  # a serializer has a property `fields`, hence the underscore
        named["fields"] = named.pop("fields_")
        return named


class PageQuery(Query):
    """The parameters of a list."""

    limit = serializers.IntegerField(
        required=False, default=50, min_value=1, max_value=LONGEST_PAGE, help_text="Rows on a page"
    )
    cursor = serializers.CharField(
        required=False, default="", help_text="`next_cursor` of the page before"
    )


def once(parameters: Any) -> dict[str, str]:
    """A URL's parameters as a plain dict. Raises ValidationError for one named twice."""
    twice = [name for name, values in parameters.lists() if len(values) > 1]
    if twice:
        raise serializers.ValidationError(dict.fromkeys(twice, "Name it once."), code="twice")
    return dict(parameters.items())


def distinct(values: Iterable[_I]) -> list[_I]:
    """Each once, in the order given."""
    return list(dict.fromkeys(values))


def opaque_id(*parts: object) -> str:
    """A stable id for a row that has none of its own to show: row numbers stay inside."""
    return salted_hmac("common.api.opaque_id", ":".join(map(str, parts))).hexdigest()[:24]
