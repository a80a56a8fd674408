from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.parcel_line_input import ParcelLineInput


T = TypeVar("T", bound="PatchedParcelChangeInput")


@_attrs_define
class PatchedParcelChangeInput:
    """What says who brings it; all may be left out if the number says it.

    Attributes:
        carrier (str | Unset): A code of `carriers/known/`
        carrier_name (str | Unset): A name, also of an own carrier
        url (str | Unset):
        tells_buyer (bool | Unset):
        tells_shopify (bool | Unset): Enter the number at Shopify, which sends no mail of its own
        number (str | Unset):
        lines (list[ParcelLineInput] | Unset):
        because (str | Unset):
    """

    carrier: str | Unset = UNSET
    carrier_name: str | Unset = UNSET
    url: str | Unset = UNSET
    tells_buyer: bool | Unset = UNSET
    tells_shopify: bool | Unset = UNSET
    number: str | Unset = UNSET
    lines: list[ParcelLineInput] | Unset = UNSET
    because: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        carrier = self.carrier

        carrier_name = self.carrier_name

        url = self.url

        tells_buyer = self.tells_buyer

        tells_shopify = self.tells_shopify

        number = self.number

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        because = self.because

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if carrier_name is not UNSET:
            field_dict["carrier_name"] = carrier_name
        if url is not UNSET:
            field_dict["url"] = url
        if tells_buyer is not UNSET:
            field_dict["tells_buyer"] = tells_buyer
        if tells_shopify is not UNSET:
            field_dict["tells_shopify"] = tells_shopify
        if number is not UNSET:
            field_dict["number"] = number
        if lines is not UNSET:
            field_dict["lines"] = lines
        if because is not UNSET:
            field_dict["because"] = because

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parcel_line_input import ParcelLineInput  # noqa: PLC0415

        d = dict(src_dict)
        carrier = d.pop("carrier", UNSET)

        carrier_name = d.pop("carrier_name", UNSET)

        url = d.pop("url", UNSET)

        tells_buyer = d.pop("tells_buyer", UNSET)

        tells_shopify = d.pop("tells_shopify", UNSET)

        number = d.pop("number", UNSET)

        _lines = d.pop("lines", UNSET)
        lines: list[ParcelLineInput] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = ParcelLineInput.from_dict(lines_item_data)

                lines.append(lines_item)

        because = d.pop("because", UNSET)

        _made = cls(
            carrier=carrier,
            carrier_name=carrier_name,
            url=url,
            tells_buyer=tells_buyer,
            tells_shopify=tells_shopify,
            number=number,
            lines=lines,
            because=because,
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
