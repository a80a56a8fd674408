from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="HaltInput")


@_attrs_define
class HaltInput:
    """
    Attributes:
        stores (list[UUID]):
        because (str):
        kind (BlankEnum | NotificationKind | Unset):
        sender (None | Unset | UUID):
    """

    stores: list[UUID]
    because: str
    kind: BlankEnum | NotificationKind | Unset = UNSET
    sender: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stores = []
        for stores_item_data in self.stores:
            stores_item = str(stores_item_data)
            stores.append(stores_item)

        because = self.because

        kind: str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        elif isinstance(self.kind, str):
            kind = self.kind
        else:
            kind = self.kind

        sender: None | str | Unset
        if isinstance(self.sender, Unset):
            sender = UNSET
        elif isinstance(self.sender, UUID):
            sender = str(self.sender)
        else:
            sender = self.sender

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stores": stores,
                "because": because,
            }
        )
        if kind is not UNSET:
            field_dict["kind"] = kind
        if sender is not UNSET:
            field_dict["sender"] = sender

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stores = []
        _stores = d.pop("stores")
        for stores_item_data in _stores:
            stores_item = UUID(stores_item_data)

            stores.append(stores_item)

        because = d.pop("because")

        def _parse_kind(data: object) -> BlankEnum | NotificationKind | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = check_notification_kind(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            kind_type_1 = check_blank_enum(data)

            return kind_type_1

        kind = _parse_kind(d.pop("kind", UNSET))

        def _parse_sender(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sender_type_0 = UUID(data)

                return sender_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        sender = _parse_sender(d.pop("sender", UNSET))

        _made = cls(
            stores=stores,
            because=because,
            kind=kind,
            sender=sender,
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
