from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.language_enum import LanguageEnum, check_language_enum
from ..models.role_enum import RoleEnum, check_role_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="InvitationInput")


@_attrs_define
class InvitationInput:
    """Somebody to be asked in.

    Attributes:
        role (RoleEnum): * `OWNER` - Owner
            * `MANAGER` - Manager
            * `MARKETER` - Marketer
            * `SUPPORT` - Support
            * `ANALYST` - Analyst
        email (str):
        stores (list[UUID] | None | Unset): Ids of stores; null for all of them, also those to come
        name (str | Unset):
        language (LanguageEnum | Unset): * `en` - en
            * `nb` - nb
            * `da` - da
            * `sv` - sv
            * `zh-hans` - zh-hans
    """

    role: RoleEnum
    email: str
    stores: list[UUID] | None | Unset = UNSET
    name: str | Unset = UNSET
    language: LanguageEnum | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        role: str = self.role

        email = self.email

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

        name = self.name

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "role": role,
                "email": email,
            }
        )
        if stores is not UNSET:
            field_dict["stores"] = stores
        if name is not UNSET:
            field_dict["name"] = name
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        role = check_role_enum(d.pop("role"))

        email = d.pop("email")

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

        name = d.pop("name", UNSET)

        _language = d.pop("language", UNSET)
        language: LanguageEnum | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_language_enum(_language)

        _made = cls(
            role=role,
            email=email,
            stores=stores,
            name=name,
            language=language,
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
