from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.address_change_enum import AddressChangeEnum, check_address_change_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="PageSettingsInput")


@_attrs_define
class PageSettingsInput:
    """What is named changes; the rest stays.

    Attributes:
        expires_days (int | Unset):
        address_change (AddressChangeEnum | Unset): * `NEVER` - Not on the page
            * `ASKED` - Staff approve it
            * `AUTOMATIC` - It counts at once
        address_hours (int | Unset):
        tells_old_address (bool | Unset):
        takes_problems (bool | Unset):
        takes_returns (bool | Unset):
        return_days (int | Unset):
        return_url (str | Unset):
        answer_days (int | Unset):
        asks_feedback (bool | Unset):
        contact_email (str | Unset):
        contact_phone (str | Unset):
        privacy_url (str | Unset):
    """

    expires_days: int | Unset = UNSET
    address_change: AddressChangeEnum | Unset = UNSET
    address_hours: int | Unset = UNSET
    tells_old_address: bool | Unset = UNSET
    takes_problems: bool | Unset = UNSET
    takes_returns: bool | Unset = UNSET
    return_days: int | Unset = UNSET
    return_url: str | Unset = UNSET
    answer_days: int | Unset = UNSET
    asks_feedback: bool | Unset = UNSET
    contact_email: str | Unset = UNSET
    contact_phone: str | Unset = UNSET
    privacy_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        expires_days = self.expires_days

        address_change: str | Unset = UNSET
        if not isinstance(self.address_change, Unset):
            address_change = self.address_change

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if expires_days is not UNSET:
            field_dict["expires_days"] = expires_days
        if address_change is not UNSET:
            field_dict["address_change"] = address_change
        if address_hours is not UNSET:
            field_dict["address_hours"] = address_hours
        if tells_old_address is not UNSET:
            field_dict["tells_old_address"] = tells_old_address
        if takes_problems is not UNSET:
            field_dict["takes_problems"] = takes_problems
        if takes_returns is not UNSET:
            field_dict["takes_returns"] = takes_returns
        if return_days is not UNSET:
            field_dict["return_days"] = return_days
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if answer_days is not UNSET:
            field_dict["answer_days"] = answer_days
        if asks_feedback is not UNSET:
            field_dict["asks_feedback"] = asks_feedback
        if contact_email is not UNSET:
            field_dict["contact_email"] = contact_email
        if contact_phone is not UNSET:
            field_dict["contact_phone"] = contact_phone
        if privacy_url is not UNSET:
            field_dict["privacy_url"] = privacy_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        expires_days = d.pop("expires_days", UNSET)

        _address_change = d.pop("address_change", UNSET)
        address_change: AddressChangeEnum | Unset
        if isinstance(_address_change, Unset):
            address_change = UNSET
        else:
            address_change = check_address_change_enum(_address_change)

        address_hours = d.pop("address_hours", UNSET)

        tells_old_address = d.pop("tells_old_address", UNSET)

        takes_problems = d.pop("takes_problems", UNSET)

        takes_returns = d.pop("takes_returns", UNSET)

        return_days = d.pop("return_days", UNSET)

        return_url = d.pop("return_url", UNSET)

        answer_days = d.pop("answer_days", UNSET)

        asks_feedback = d.pop("asks_feedback", UNSET)

        contact_email = d.pop("contact_email", UNSET)

        contact_phone = d.pop("contact_phone", UNSET)

        privacy_url = d.pop("privacy_url", UNSET)

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
