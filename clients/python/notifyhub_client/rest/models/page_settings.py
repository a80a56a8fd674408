from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.address_change_enum import AddressChangeEnum, check_address_change_enum

T = TypeVar("T", bound="PageSettings")


@_attrs_define
class PageSettings:
    """What a store's status page offers.

    Attributes:
        expires_days (int): The link shows the order for so long
        address_change (AddressChangeEnum): * `NEVER` - Not on the page
            * `ASKED` - Staff approve it
            * `AUTOMATIC` - It counts at once
        address_hours (int): Before the goods must leave
        tells_old_address (bool):
        takes_problems (bool):
        takes_returns (bool):
        return_days (int):
        return_url (str): Own page for returns; empty: the form here
        answer_days (int): Business days until buyers are answered
        asks_feedback (bool):
        contact_email (str):
        contact_phone (str):
        privacy_url (str):
        changed_at (datetime.datetime | None):
        changed_by (str):
    """

    expires_days: int
    address_change: AddressChangeEnum
    address_hours: int
    tells_old_address: bool
    takes_problems: bool
    takes_returns: bool
    return_days: int
    return_url: str
    answer_days: int
    asks_feedback: bool
    contact_email: str
    contact_phone: str
    privacy_url: str
    changed_at: datetime.datetime | None
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        expires_days = self.expires_days

        address_change: str = self.address_change

        address_hours = self.address_hours

        tells_old_address = self.tells_old_address

        takes_problems = self.takes_problems

        takes_returns = self.takes_returns

        return_days = self.return_days

        return_url = self.return_url

        answer_days = self.answer_days

        asks_feedback = self.asks_feedback

        contact_email = self.contact_email

        contact_phone = self.contact_phone

        privacy_url = self.privacy_url

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        changed_by = self.changed_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "expires_days": expires_days,
                "address_change": address_change,
                "address_hours": address_hours,
                "tells_old_address": tells_old_address,
                "takes_problems": takes_problems,
                "takes_returns": takes_returns,
                "return_days": return_days,
                "return_url": return_url,
                "answer_days": answer_days,
                "asks_feedback": asks_feedback,
                "contact_email": contact_email,
                "contact_phone": contact_phone,
                "privacy_url": privacy_url,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        expires_days = d.pop("expires_days")

        address_change = check_address_change_enum(d.pop("address_change"))

        address_hours = d.pop("address_hours")

        tells_old_address = d.pop("tells_old_address")

        takes_problems = d.pop("takes_problems")

        takes_returns = d.pop("takes_returns")

        return_days = d.pop("return_days")

        return_url = d.pop("return_url")

        answer_days = d.pop("answer_days")

        asks_feedback = d.pop("asks_feedback")

        contact_email = d.pop("contact_email")

        contact_phone = d.pop("contact_phone")

        privacy_url = d.pop("privacy_url")

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        _made = cls(
            expires_days=expires_days,
            address_change=address_change,
            address_hours=address_hours,
            tells_old_address=tells_old_address,
            takes_problems=takes_problems,
            takes_returns=takes_returns,
            return_days=return_days,
            return_url=return_url,
            answer_days=answer_days,
            asks_feedback=asks_feedback,
            contact_email=contact_email,
            contact_phone=contact_phone,
            privacy_url=privacy_url,
            changed_at=changed_at,
            changed_by=changed_by,
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
