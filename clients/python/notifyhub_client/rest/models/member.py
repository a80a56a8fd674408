from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.role_enum import RoleEnum, check_role_enum
from ..models.verb import Verb, check_verb

T = TypeVar("T", bound="Member")


@_attrs_define
class Member:
    """A person's place in the agency.

    Attributes:
        id (UUID):
        email (str):
        name (str):
        role (RoleEnum): * `OWNER` - Owner
            * `MANAGER` - Manager
            * `MARKETER` - Marketer
            * `SUPPORT` - Support
            * `ANALYST` - Analyst
        stores (list[UUID] | None):
        verbs (list[Verb]): What the role may do
        has_password (bool): False: they were asked in, and have not chosen one yet
        last_login_at (datetime.datetime | None):
        created_at (datetime.datetime):
    """

    id: UUID
    email: str
    name: str
    role: RoleEnum
    stores: list[UUID] | None
    verbs: list[Verb]
    has_password: bool
    last_login_at: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        email = self.email

        name = self.name

        role: str = self.role

        stores: list[str] | None
        if isinstance(self.stores, list):
            stores = []
            for stores_type_0_item_data in self.stores:
                stores_type_0_item = str(stores_type_0_item_data)
                stores.append(stores_type_0_item)

        else:
            stores = self.stores

        verbs = []
        for verbs_item_data in self.verbs:
            verbs_item: str = verbs_item_data
            verbs.append(verbs_item)

        has_password = self.has_password

        last_login_at: None | str
        if isinstance(self.last_login_at, datetime.datetime):
            last_login_at = self.last_login_at.isoformat()
        else:
            last_login_at = self.last_login_at

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "email": email,
                "name": name,
                "role": role,
                "stores": stores,
                "verbs": verbs,
                "has_password": has_password,
                "last_login_at": last_login_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        email = d.pop("email")

        name = d.pop("name")

        role = check_role_enum(d.pop("role"))

        def _parse_stores(data: object) -> list[UUID] | None:
            if data is None:
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
            return cast(list[UUID] | None, data)

        stores = _parse_stores(d.pop("stores"))

        verbs = []
        _verbs = d.pop("verbs")
        for verbs_item_data in _verbs:
            verbs_item = check_verb(verbs_item_data)

            verbs.append(verbs_item)

        has_password = d.pop("has_password")

        def _parse_last_login_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_login_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_login_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_login_at = _parse_last_login_at(d.pop("last_login_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        _made = cls(
            id=id,
            email=email,
            name=name,
            role=role,
            stores=stores,
            verbs=verbs,
            has_password=has_password,
            last_login_at=last_login_at,
            created_at=created_at,
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
