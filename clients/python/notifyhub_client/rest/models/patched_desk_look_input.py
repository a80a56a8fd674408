from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PatchedDeskLookInput")


@_attrs_define
class PatchedDeskLookInput:
    """What is left out stays as it is; an empty text is NotifyHub's own.

    Attributes:
        name (str | Unset): Of the desk
        accent (str | Unset): Such as #11657a; white words on it must be readable (WCAG AA)
        logo_url (str | Unset): The `url` of a picture
        host (str | Unset): A host of the agency's own, whose log-in page looks so too
    """

    name: str | Unset = UNSET
    accent: str | Unset = UNSET
    logo_url: str | Unset = UNSET
    host: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        accent = self.accent

        logo_url = self.logo_url

        host = self.host

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if accent is not UNSET:
            field_dict["accent"] = accent
        if logo_url is not UNSET:
            field_dict["logo_url"] = logo_url
        if host is not UNSET:
            field_dict["host"] = host

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        accent = d.pop("accent", UNSET)

        logo_url = d.pop("logo_url", UNSET)

        host = d.pop("host", UNSET)

        _made = cls(
            name=name,
            accent=accent,
            logo_url=logo_url,
            host=host,
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
