from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.channel import Channel, check_channel
from ..models.message_state import MessageState, check_message_state
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.reason_enum import ReasonEnum, check_reason_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.message_expanded import MessageExpanded
    from ..models.order_ref import OrderRef
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="MessageRow")


@_attrs_define
class MessageRow:
    """A message as it is listed.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (None | OrderRef):
        kind (NotificationKind): * `ORDER_CONFIRMATION` - Order Confirmation
            * `ORDER_EDITED` - Order Edited
            * `ORDER_CANCELLED` - Order Cancelled
            * `ORDER_REFUND` - Order Refund
            * `SHIPPING_CONFIRMATION` - Shipping Confirmation
            * `SHIPPING_UPDATE` - Shipping Update
            * `OUT_FOR_DELIVERY` - Out For Delivery
            * `DELIVERED` - Delivered
            * `DELAYED` - Delayed
            * `NO_NEWS` - No News
            * `READY_FOR_PICKUP` - Ready For Pickup
            * `ABANDONED_CHECKOUT` - Abandoned Checkout
            * `DRAFT_ORDER_INVOICE` - Draft Order Invoice
            * `GIFT_CARD` - Gift Card
            * `POS_RECEIPT` - Pos Receipt
            * `STAFF_NEW_ORDER` - Staff New Order
            * `REVIEW_REQUEST` - Review Request
            * `ADDRESS_CHECK` - Address Check
            * `THANK_YOU` - Thank You
        channel (Channel): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        recipient (str): Empty: none, or erased
        subject (str): Empty until it has been rendered
        state (MessageState): * `PLANNED` - Waits to be sent
            * `CLAIMED` - Being sent
            * `TRANSMITTING` - Being handed over
            * `SENT` - Handed over
            * `FAILED` - Could not be sent
            * `UNKNOWN` - May have been sent
            * `HELD` - Held: waits for a person
            * `NOT_SENT` - Not sent
        reason (BlankEnum | ReasonEnum):
        explanation (str): State and reason in words, times in the store's zone.
        planned_at (datetime.datetime):
        sent_at (datetime.datetime | None):
        delivered_at (datetime.datetime | None): As its mail service told us
        bounced_at (datetime.datetime | None): It came back; `reason` and `detail` say why
        complained_at (datetime.datetime | None): It was marked as spam
        first_opened_at (datetime.datetime | None): By whomever; known at once
        first_clicked_at (datetime.datetime | None): By whomever; known at once
        opened_by_person_at (datetime.datetime | None): The first; known 15 minutes later, and taken back where more is
            known since
        clicked_by_person_at (datetime.datetime | None): The first; known 15 minutes later, and taken back where more is
            known since
        opened_by_machine_at (datetime.datetime | None): The first; known 15 minutes later, and taken back where more is
            known since
        clicked_by_machine_at (datetime.datetime | None): The first; known 15 minutes later, and taken back where more
            is known since
        expanded (MessageExpanded | Unset): What was asked for by `expand`; the rest is left out.
    """

    id: UUID
    store: StoreRef
    order: None | OrderRef
    kind: NotificationKind
    channel: Channel
    recipient: str
    subject: str
    state: MessageState
    reason: BlankEnum | ReasonEnum
    explanation: str
    planned_at: datetime.datetime
    sent_at: datetime.datetime | None
    delivered_at: datetime.datetime | None
    bounced_at: datetime.datetime | None
    complained_at: datetime.datetime | None
    first_opened_at: datetime.datetime | None
    first_clicked_at: datetime.datetime | None
    opened_by_person_at: datetime.datetime | None
    clicked_by_person_at: datetime.datetime | None
    opened_by_machine_at: datetime.datetime | None
    clicked_by_machine_at: datetime.datetime | None
    expanded: MessageExpanded | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.order_ref import OrderRef  # noqa: PLC0415

        id = str(self.id)

        store = self.store.to_dict()

        order: dict[str, Any] | None
        if isinstance(self.order, OrderRef):
            order = self.order.to_dict()
        else:
            order = self.order

        kind: str = self.kind

        channel: str = self.channel

        recipient = self.recipient

        subject = self.subject

        state: str = self.state

        reason: str
        if isinstance(self.reason, str):
            reason = self.reason
        else:
            reason = self.reason

        explanation = self.explanation

        planned_at = self.planned_at.isoformat()

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        bounced_at: None | str
        if isinstance(self.bounced_at, datetime.datetime):
            bounced_at = self.bounced_at.isoformat()
        else:
            bounced_at = self.bounced_at

        complained_at: None | str
        if isinstance(self.complained_at, datetime.datetime):
            complained_at = self.complained_at.isoformat()
        else:
            complained_at = self.complained_at

        first_opened_at: None | str
        if isinstance(self.first_opened_at, datetime.datetime):
            first_opened_at = self.first_opened_at.isoformat()
        else:
            first_opened_at = self.first_opened_at

        first_clicked_at: None | str
        if isinstance(self.first_clicked_at, datetime.datetime):
            first_clicked_at = self.first_clicked_at.isoformat()
        else:
            first_clicked_at = self.first_clicked_at

        opened_by_person_at: None | str
        if isinstance(self.opened_by_person_at, datetime.datetime):
            opened_by_person_at = self.opened_by_person_at.isoformat()
        else:
            opened_by_person_at = self.opened_by_person_at

        clicked_by_person_at: None | str
        if isinstance(self.clicked_by_person_at, datetime.datetime):
            clicked_by_person_at = self.clicked_by_person_at.isoformat()
        else:
            clicked_by_person_at = self.clicked_by_person_at

        opened_by_machine_at: None | str
        if isinstance(self.opened_by_machine_at, datetime.datetime):
            opened_by_machine_at = self.opened_by_machine_at.isoformat()
        else:
            opened_by_machine_at = self.opened_by_machine_at

        clicked_by_machine_at: None | str
        if isinstance(self.clicked_by_machine_at, datetime.datetime):
            clicked_by_machine_at = self.clicked_by_machine_at.isoformat()
        else:
            clicked_by_machine_at = self.clicked_by_machine_at

        expanded: dict[str, Any] | Unset = UNSET
        if not isinstance(self.expanded, Unset):
            expanded = self.expanded.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "kind": kind,
                "channel": channel,
                "recipient": recipient,
                "subject": subject,
                "state": state,
                "reason": reason,
                "explanation": explanation,
                "planned_at": planned_at,
                "sent_at": sent_at,
                "delivered_at": delivered_at,
                "bounced_at": bounced_at,
                "complained_at": complained_at,
                "first_opened_at": first_opened_at,
                "first_clicked_at": first_clicked_at,
                "opened_by_person_at": opened_by_person_at,
                "clicked_by_person_at": clicked_by_person_at,
                "opened_by_machine_at": opened_by_machine_at,
                "clicked_by_machine_at": clicked_by_machine_at,
            }
        )
        if expanded is not UNSET:
            field_dict["expanded"] = expanded

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_expanded import MessageExpanded  # noqa: PLC0415
        from ..models.order_ref import OrderRef  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        def _parse_order(data: object) -> None | OrderRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = OrderRef.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderRef, data)

        order = _parse_order(d.pop("order"))

        kind = check_notification_kind(d.pop("kind"))

        channel = check_channel(d.pop("channel"))

        recipient = d.pop("recipient")

        subject = d.pop("subject")

        state = check_message_state(d.pop("state"))

        def _parse_reason(data: object) -> BlankEnum | ReasonEnum:
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

        reason = _parse_reason(d.pop("reason"))

        explanation = d.pop("explanation")

        planned_at = datetime.datetime.fromisoformat(d.pop("planned_at"))

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_bounced_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                bounced_at_type_0 = datetime.datetime.fromisoformat(data)

                return bounced_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        bounced_at = _parse_bounced_at(d.pop("bounced_at"))

        def _parse_complained_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                complained_at_type_0 = datetime.datetime.fromisoformat(data)

                return complained_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        complained_at = _parse_complained_at(d.pop("complained_at"))

        def _parse_first_opened_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_opened_at_type_0 = datetime.datetime.fromisoformat(data)

                return first_opened_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_opened_at = _parse_first_opened_at(d.pop("first_opened_at"))

        def _parse_first_clicked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_clicked_at_type_0 = datetime.datetime.fromisoformat(data)

                return first_clicked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_clicked_at = _parse_first_clicked_at(d.pop("first_clicked_at"))

        def _parse_opened_by_person_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opened_by_person_at_type_0 = datetime.datetime.fromisoformat(data)

                return opened_by_person_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opened_by_person_at = _parse_opened_by_person_at(d.pop("opened_by_person_at"))

        def _parse_clicked_by_person_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                clicked_by_person_at_type_0 = datetime.datetime.fromisoformat(data)

                return clicked_by_person_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        clicked_by_person_at = _parse_clicked_by_person_at(d.pop("clicked_by_person_at"))

        def _parse_opened_by_machine_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opened_by_machine_at_type_0 = datetime.datetime.fromisoformat(data)

                return opened_by_machine_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opened_by_machine_at = _parse_opened_by_machine_at(d.pop("opened_by_machine_at"))

        def _parse_clicked_by_machine_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                clicked_by_machine_at_type_0 = datetime.datetime.fromisoformat(data)

                return clicked_by_machine_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        clicked_by_machine_at = _parse_clicked_by_machine_at(d.pop("clicked_by_machine_at"))

        _expanded = d.pop("expanded", UNSET)
        expanded: MessageExpanded | Unset
        if isinstance(_expanded, Unset):
            expanded = UNSET
        else:
            expanded = MessageExpanded.from_dict(_expanded)

        _made = cls(
            id=id,
            store=store,
            order=order,
            kind=kind,
            channel=channel,
            recipient=recipient,
            subject=subject,
            state=state,
            reason=reason,
            explanation=explanation,
            planned_at=planned_at,
            sent_at=sent_at,
            delivered_at=delivered_at,
            bounced_at=bounced_at,
            complained_at=complained_at,
            first_opened_at=first_opened_at,
            first_clicked_at=first_clicked_at,
            opened_by_person_at=opened_by_person_at,
            clicked_by_person_at=clicked_by_person_at,
            opened_by_machine_at=opened_by_machine_at,
            clicked_by_machine_at=clicked_by_machine_at,
            expanded=expanded,
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
