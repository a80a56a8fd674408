from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TestInput")


@_attrs_define
class TestInput:
    """Which words, with which values, to whom.

    Attributes:
        to (str): A member with that store who has chosen a password
        locale (str | Unset):
        variant (str | Unset):
        sample (str | Unset): Empty: the everyday one
        store (UUID | Unset): By whose sender, where the template is the agency's
    """

    to: str
    locale: str | Unset = UNSET
    variant: str | Unset = UNSET
    sample: str | Unset = UNSET
    store: UUID | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        to = self.to

        locale = self.locale

        variant = self.variant

        sample = self.sample

        store: str | Unset = UNSET
        if not isinstance(self.store, Unset):
            store = str(self.store)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "to": to,
            }
        )
        if locale is not UNSET:
            field_dict["locale"] = locale
        if variant is not UNSET:
            field_dict["variant"] = variant
        if sample is not UNSET:
            field_dict["sample"] = sample
        if store is not UNSET:
            field_dict["store"] = store

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = d.pop("to")

        locale = d.pop("locale", UNSET)

        variant = d.pop("variant", UNSET)

        sample = d.pop("sample", UNSET)

        _store = d.pop("store", UNSET)
        store: UUID | Unset
        if isinstance(_store, Unset):
            store = UNSET
        else:
            store = UUID(_store)

        _made = cls(
            to=to,
            locale=locale,
            variant=variant,
            sample=sample,
            store=store,
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
