from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.invitation_standing import InvitationStanding, check_invitation_standing
from ..models.role_enum import RoleEnum, check_role_enum

T = TypeVar("T", bound="InvitationSent")


@_attrs_define
class InvitationSent:
    """An invitation that was mailed just now.

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
        standing (InvitationStanding):
        invited_by (str):
        created_at (datetime.datetime):
        sent_at (datetime.datetime): When the last mail was written
        expires_at (datetime.datetime):
        accepted_at (datetime.datetime | None):
        revoked_at (datetime.datetime | None):
        url (None | str): Null: it was mailed. Without a mail server here, the link to hand over, once.
    """

    id: UUID
    email: str
    name: str
    role: RoleEnum
    stores: list[UUID] | None
    standing: InvitationStanding
    invited_by: str
    created_at: datetime.datetime
    sent_at: datetime.datetime
    expires_at: datetime.datetime
    accepted_at: datetime.datetime | None
    revoked_at: datetime.datetime | None
    url: None | str
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

        standing: str = self.standing

        invited_by = self.invited_by

        created_at = self.created_at.isoformat()

        sent_at = self.sent_at.isoformat()

        expires_at = self.expires_at.isoformat()

        accepted_at: None | str
        if isinstance(self.accepted_at, datetime.datetime):
            accepted_at = self.accepted_at.isoformat()
        else:
            accepted_at = self.accepted_at

        revoked_at: None | str
        if isinstance(self.revoked_at, datetime.datetime):
            revoked_at = self.revoked_at.isoformat()
        else:
            revoked_at = self.revoked_at

        url: None | str
        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "email": email,
                "name": name,
                "role": role,
                "stores": stores,
                "standing": standing,
                "invited_by": invited_by,
                "created_at": created_at,
                "sent_at": sent_at,
                "expires_at": expires_at,
                "accepted_at": accepted_at,
                "revoked_at": revoked_at,
                "url": url,
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

        standing = check_invitation_standing(d.pop("standing"))

        invited_by = d.pop("invited_by")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        sent_at = datetime.datetime.fromisoformat(d.pop("sent_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_accepted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                accepted_at_type_0 = datetime.datetime.fromisoformat(data)

                return accepted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))

        def _parse_revoked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                revoked_at_type_0 = datetime.datetime.fromisoformat(data)

                return revoked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        revoked_at = _parse_revoked_at(d.pop("revoked_at"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        _made = cls(
            id=id,
            email=email,
            name=name,
            role=role,
            stores=stores,
            standing=standing,
            invited_by=invited_by,
            created_at=created_at,
            sent_at=sent_at,
            expires_at=expires_at,
            accepted_at=accepted_at,
            revoked_at=revoked_at,
            url=url,
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
