from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_line_state import ImportLineState, check_import_line_state

T = TypeVar("T", bound="ImportLine")


@_attrs_define
class ImportLine:
    """One line that could not be read in, as it was written, and what to do about it.

    Attributes:
        line (int):
        state (ImportLineState): * `WAITING` - Waits
            * `BAD` - Cannot be read in
            * `ADDED` - Added
            * `KNOWN` - Known already
            * `REFUSED` - Refused
        order (str):
        number (str):
        carrier (str):
        url (str):
        shipped_at (str):
        direction (str):
        what_to_do (str):
    """

    line: int
    state: ImportLineState
    order: str
    number: str
    carrier: str
    url: str
    shipped_at: str
    direction: str
    what_to_do: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        state: str = self.state

        order = self.order

        number = self.number

        carrier = self.carrier

        url = self.url

        shipped_at = self.shipped_at

        direction = self.direction

        what_to_do = self.what_to_do

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "line": line,
                "state": state,
                "order": order,
                "number": number,
                "carrier": carrier,
                "url": url,
                "shipped_at": shipped_at,
                "direction": direction,
                "what_to_do": what_to_do,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line = d.pop("line")

        state = check_import_line_state(d.pop("state"))

        order = d.pop("order")

        number = d.pop("number")

        carrier = d.pop("carrier")

        url = d.pop("url")

        shipped_at = d.pop("shipped_at")

        direction = d.pop("direction")

        what_to_do = d.pop("what_to_do")

        _made = cls(
            line=line,
            state=state,
            order=order,
            number=number,
            carrier=carrier,
            url=url,
            shipped_at=shipped_at,
            direction=direction,
            what_to_do=what_to_do,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
