from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.tracking_mode import TrackingMode, check_tracking_mode
from ..types import UNSET, Unset

T = TypeVar("T", bound="SeeingInput")


@_attrs_define
class SeeingInput:
    """What is left out stays as it is; a `mode` needs its `basis` with it.

    Attributes:
        mode (BlankEnum | TrackingMode | Unset):
        basis (str | Unset):
        are_links_tagged (bool | Unset):
        link_domains (list[str] | Unset): Hosts of the shop besides its Shopify domain and its web address
    """

    mode: BlankEnum | TrackingMode | Unset = UNSET
    basis: str | Unset = UNSET
    are_links_tagged: bool | Unset = UNSET
    link_domains: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        mode: str | Unset
        if isinstance(self.mode, Unset):
            mode = UNSET
        elif isinstance(self.mode, str):
            mode = self.mode
        else:
            mode = self.mode

        basis = self.basis

        are_links_tagged = self.are_links_tagged

        link_domains: list[str] | Unset = UNSET
        if not isinstance(self.link_domains, Unset):
            link_domains = self.link_domains

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if mode is not UNSET:
            field_dict["mode"] = mode
        if basis is not UNSET:
            field_dict["basis"] = basis
        if are_links_tagged is not UNSET:
            field_dict["are_links_tagged"] = are_links_tagged
        if link_domains is not UNSET:
            field_dict["link_domains"] = link_domains

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_mode(data: object) -> BlankEnum | TrackingMode | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mode_type_0 = check_tracking_mode(data)

                return mode_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            mode_type_1 = check_blank_enum(data)

            return mode_type_1

        mode = _parse_mode(d.pop("mode", UNSET))

        basis = d.pop("basis", UNSET)

        are_links_tagged = d.pop("are_links_tagged", UNSET)

        link_domains = cast(list[str], d.pop("link_domains", UNSET))

        _made = cls(
            mode=mode,
            basis=basis,
            are_links_tagged=are_links_tagged,
            link_domains=link_domains,
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
