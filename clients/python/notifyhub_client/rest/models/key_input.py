from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.verb import Verb, check_verb
from ..types import UNSET, Unset

T = TypeVar("T", bound="KeyInput")


@_attrs_define
class KeyInput:
    """What a new key may do, and where.

    Attributes:
        name (str):
        verbs (list[Verb]):
        stores (list[UUID] | None | Unset): Ids of stores; null for all of them, also those to come
        is_test (bool | Unset):
        expires_at (datetime.datetime | None | Unset):
    """

    name: str
    verbs: list[Verb]
    stores: list[UUID] | None | Unset = UNSET
    is_test: bool | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        verbs = []
        for verbs_item_data in self.verbs:
            verbs_item: str = verbs_item_data
            verbs.append(verbs_item)

        stores: list[str] | None | Unset
        if isinstance(self.stores, Unset):
            stores = UNSET
        elif isinstance(self.stores, list):
            stores = []
            for stores_type_0_item_data in self.stores:
                stores_type_0_item = str(stores_type_0_item_data)
                stores.append(stores_type_0_item)

        else:
            stores = self.stores

        is_test = self.is_test

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "verbs": verbs,
            }
        )
        if stores is not UNSET:
            field_dict["stores"] = stores
        if is_test is not UNSET:
            field_dict["is_test"] = is_test
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        verbs = []
        _verbs = d.pop("verbs")
        for verbs_item_data in _verbs:
            verbs_item = check_verb(verbs_item_data)

            verbs.append(verbs_item)

        def _parse_stores(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                stores_type_0 = []
                _stores_type_0 = data
                for stores_type_0_item_data in _stores_type_0:
                    stores_type_0_item = UUID(stores_type_0_item_data)

                    stores_type_0.append(stores_type_0_item)

                return stores_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        stores = _parse_stores(d.pop("stores", UNSET))

        is_test = d.pop("is_test", UNSET)

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        _made = cls(
            name=name,
            verbs=verbs,
            stores=stores,
            is_test=is_test,
            expires_at=expires_at,
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
