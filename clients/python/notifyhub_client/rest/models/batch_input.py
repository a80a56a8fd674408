from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.message_batch_deed import MessageBatchDeed, check_message_batch_deed
from ..models.message_state import MessageState, check_message_state
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.reason_enum import ReasonEnum, check_reason_enum
from ..types import UNSET, Unset

T = TypeVar("T", bound="BatchInput")


@_attrs_define
class BatchInput:
    """
    Attributes:
        deed (MessageBatchDeed): * `RELEASE` - Let them go
            * `CANCEL` - Do not send them
            * `REPEAT` - Send them once more
            * `MARK_SENT` - Take them as sent
        state (MessageState): * `PLANNED` - Waits to be sent
            * `CLAIMED` - Being sent
            * `TRANSMITTING` - Being handed over
            * `SENT` - Handed over
            * `FAILED` - Could not be sent
            * `UNKNOWN` - May have been sent
            * `HELD` - Held: waits for a person
            * `NOT_SENT` - Not sent
        because (str): For colleagues; it is kept
        reason (BlankEnum | ReasonEnum | Unset):
        kind (BlankEnum | NotificationKind | Unset):
        stores (list[UUID] | None | Unset): Null: all that the key reaches
    """

    deed: MessageBatchDeed
    state: MessageState
    because: str
    reason: BlankEnum | ReasonEnum | Unset = UNSET
    kind: BlankEnum | NotificationKind | Unset = UNSET
    stores: list[UUID] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        deed: str = self.deed

        state: str = self.state

        because = self.because

        reason: str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        elif isinstance(self.reason, str):
            reason = self.reason
        else:
            reason = self.reason

        kind: str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        elif isinstance(self.kind, str):
            kind = self.kind
        else:
            kind = self.kind

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

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "deed": deed,
                "state": state,
                "because": because,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason
        if kind is not UNSET:
            field_dict["kind"] = kind
        if stores is not UNSET:
            field_dict["stores"] = stores

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        deed = check_message_batch_deed(d.pop("deed"))

        state = check_message_state(d.pop("state"))

        because = d.pop("because")

        def _parse_reason(data: object) -> BlankEnum | ReasonEnum | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = check_reason_enum(data)

                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            reason_type_1 = check_blank_enum(data)

            return reason_type_1

        reason = _parse_reason(d.pop("reason", UNSET))

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

        _made = cls(
            deed=deed,
            state=state,
            because=because,
            reason=reason,
            kind=kind,
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
