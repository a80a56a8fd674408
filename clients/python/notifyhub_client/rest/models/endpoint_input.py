from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_kind import ActivityKind, check_activity_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="EndpointInput")


@_attrs_define
class EndpointInput:
    """A new endpoint.

    Attributes:
        url (str): https only
        description (str | Unset):
        kinds (list[ActivityKind] | Unset): Which kinds of events; empty: all, also those to come
        store (None | Unset | UUID): Null: every store of the agency, also those to come
        is_test (bool | Unset): Hears sandbox stores, and nothing else
    """

    url: str
    description: str | Unset = UNSET
    kinds: list[ActivityKind] | Unset = UNSET
    store: None | Unset | UUID = UNSET
    is_test: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        description = self.description

        kinds: list[str] | Unset = UNSET
        if not isinstance(self.kinds, Unset):
            kinds = []
            for kinds_item_data in self.kinds:
                kinds_item: str = kinds_item_data
                kinds.append(kinds_item)

        store: None | str | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        is_test = self.is_test

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "url": url,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if kinds is not UNSET:
            field_dict["kinds"] = kinds
        if store is not UNSET:
            field_dict["store"] = store
        if is_test is not UNSET:
            field_dict["is_test"] = is_test

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        description = d.pop("description", UNSET)

        _kinds = d.pop("kinds", UNSET)
        kinds: list[ActivityKind] | Unset = UNSET
        if _kinds is not UNSET:
            kinds = []
            for kinds_item_data in _kinds:
                kinds_item = check_activity_kind(kinds_item_data)

                kinds.append(kinds_item)

        def _parse_store(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        store = _parse_store(d.pop("store", UNSET))

        is_test = d.pop("is_test", UNSET)

        _made = cls(
            url=url,
            description=description,
            kinds=kinds,
            store=store,
            is_test=is_test,
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
