from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.role_enum import RoleEnum, check_role_enum
from ..models.verb import Verb, check_verb

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Me")


@_attrs_define
class Me:
    """Who asks, and how far they see.

    Attributes:
        name (str):
        agency (str):
        role (BlankEnum | RoleEnum): Empty for a key

            * `OWNER` - Owner
            * `MANAGER` - Manager
            * `MARKETER` - Marketer
            * `SUPPORT` - Support
            * `ANALYST` - Analyst
        is_test (bool):
        verbs (list[Verb]):
        stores (list[StoreRef]):
    """

    name: str
    agency: str
    role: BlankEnum | RoleEnum
    is_test: bool
    verbs: list[Verb]
    stores: list[StoreRef]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        agency = self.agency

        role: str
        if isinstance(self.role, str):
            role = self.role
        else:
            role = self.role

        is_test = self.is_test

        verbs = []
        for verbs_item_data in self.verbs:
            verbs_item: str = verbs_item_data
            verbs.append(verbs_item)

        stores = []
        for stores_item_data in self.stores:
            stores_item = stores_item_data.to_dict()
            stores.append(stores_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "agency": agency,
                "role": role,
                "is_test": is_test,
                "verbs": verbs,
                "stores": stores,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        agency = d.pop("agency")

        def _parse_role(data: object) -> BlankEnum | RoleEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                role_type_0 = check_role_enum(data)

                return role_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            role_type_1 = check_blank_enum(data)

            return role_type_1

        role = _parse_role(d.pop("role"))

        is_test = d.pop("is_test")

        verbs = []
        _verbs = d.pop("verbs")
        for verbs_item_data in _verbs:
            verbs_item = check_verb(verbs_item_data)

            verbs.append(verbs_item)

        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = StoreRef.from_dict(stores_item_data)

            stores.append(stores_item)

        _made = cls(
            name=name,
            agency=agency,
            role=role,
            is_test=is_test,
            verbs=verbs,
            stores=stores,
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
