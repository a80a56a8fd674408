from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_kind import ActivityKind, check_activity_kind

if TYPE_CHECKING:
    from ..models.message_activity_data import MessageActivityData


T = TypeVar("T", bound="MessageActivity")


@_attrs_define
class MessageActivity:
    """One thing that happened, and the message it is about.

    Attributes:
        id (str):
        kind (ActivityKind): * `ORDER_PLACED` - Order placed
            * `ORDER_PAID` - Order paid
            * `ORDER_CANCELLED` - Order cancelled
            * `ORDER_EDITED` - Order edited
            * `ORDER_REFUNDED` - Money refunded
            * `ORDER_FULFILLED` - Sent off
            * `ORDER_CLOSED` - Order closed
            * `ADDRESS_DOUBTED` - Address looks mistyped
            * `ADDRESS_CORRECTED` - Address corrected
            * `CONSENT_CHANGED` - Consent changed
            * `TAGGED` - Tagged
            * `NOTED` - Note
            * `CUSTOMER_REDACTED` - Personal data erased
            * `MESSAGE_PLANNED` - Message planned
            * `MESSAGE_NOT_SENT` - Message not sent
            * `MESSAGE_SENT` - Message sent
            * `MESSAGE_DELAYED` - Message delayed
            * `MESSAGE_FAILED` - Message failed
            * `MESSAGE_UNKNOWN` - Message may have been sent
            * `MESSAGE_HELD` - Message held
            * `MESSAGE_DELIVERED` - Message delivered
            * `MESSAGE_BOUNCED` - Message came back
            * `MESSAGE_COMPLAINED` - Message marked as spam
            * `MESSAGE_OPENED` - Message opened
            * `MESSAGE_CLICKED` - Message clicked
            * `MESSAGE_JUDGED` - People told from machines
            * `ORDER_ATTRIBUTED` - Order credited to a message
            * `PARCEL_ADDED` - Parcel added
            * `PARCEL_CHANGED` - Parcel changed
            * `PARCEL_SCANNED` - Parcel scanned
            * `PARCEL_REMOVED` - Parcel taken away
            * `ALARM_RAISED` - Something is amiss
            * `ALARM_SETTLED` - Looked after
            * `PROMISED` - Delivery promised
            * `PROMISE_CHANGED` - Promise changed
            * `BUYER_ASKED` - The buyer asked for something
            * `BUYER_ANSWERED` - The buyer was answered
            * `FEEDBACK_GIVEN` - The buyer gave feedback
            * `BUYER_CONTACTED` - The buyer was contacted
            * `ORDER_ARCHIVED` - Order archived
            * `ORDER_UNARCHIVED` - Order taken from the archive
            * `LINK_RENEWED` - Status link renewed
            * `CHECKOUT_STARTED` - Checkout started
            * `CHECKOUT_DONE` - Checkout completed
            * `RULE_RAN` - A rule ran
            * `FINDING_OPENED` - Something is wrong with the store
            * `FINDING_CLOSED` - The store is well again
            * `TASK_GIVEN` - A task for staff
            * `TASK_DONE` - A task was done
        title (str):
        at (datetime.datetime):
        actor (str): Who did it; empty: the shop or its buyer
        data (MessageActivityData):
        message (None | UUID):
    """

    id: str
    kind: ActivityKind
    title: str
    at: datetime.datetime
    actor: str
    data: MessageActivityData
    message: None | UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind: str = self.kind

        title = self.title

        at = self.at.isoformat()

        actor = self.actor

        data = self.data.to_dict()

        message: None | str
        if isinstance(self.message, UUID):
            message = str(self.message)
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "title": title,
                "at": at,
                "actor": actor,
                "data": data,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_activity_data import MessageActivityData  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        kind = check_activity_kind(d.pop("kind"))

        title = d.pop("title")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        actor = d.pop("actor")

        data = MessageActivityData.from_dict(d.pop("data"))

        def _parse_message(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_type_0 = UUID(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        message = _parse_message(d.pop("message"))

        _made = cls(
            id=id,
            kind=kind,
            title=title,
            at=at,
            actor=actor,
            data=data,
            message=message,
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
