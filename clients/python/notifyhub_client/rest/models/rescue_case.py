from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.rescue_case_out_cause_enum import (
    RescueCaseOutCauseEnum,
    check_rescue_case_out_cause_enum,
)
from ..models.rescue_case_out_state_enum import (
    RescueCaseOutStateEnum,
    check_rescue_case_out_state_enum,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_ref import OrderRef
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="RescueCase")


@_attrs_define
class RescueCase:
    """An address of an order that a person should look at.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (OrderRef): Which order.
        channel (Channel): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        address (str): Empty: erased with the buyer
        cause (RescueCaseOutCauseEnum): * `MISTYPED` - Looks mistyped
            * `BOUNCED` - Came back
            * `COMPLAINED` - Marked as spam
        explanation (str): `cause` in words
        detail (str): The mail server's own line
        suggestion (str): What was probably meant; empty: not known
        score (float): How sure the suggestion is, 0 to 1
        state (RescueCaseOutStateEnum): * `OPEN` - Waits for a person
            * `MENDED` - Corrected and sent again
            * `DISMISSED` - Left as it is
            * `SETTLED` - Settled by itself
        opened_at (datetime.datetime):
        closed_at (datetime.datetime | None):
        closed_by (str):
        because (str):
        message (None | Unset | UUID): What went, or is to go, there
        correction (None | Unset | UUID): The message sent instead
    """

    id: UUID
    store: StoreRef
    order: OrderRef
    channel: Channel
    address: str
    cause: RescueCaseOutCauseEnum
    explanation: str
    detail: str
    suggestion: str
    score: float
    state: RescueCaseOutStateEnum
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    closed_by: str
    because: str
    message: None | Unset | UUID = UNSET
    correction: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        order = self.order.to_dict()

        channel: str = self.channel

        address = self.address

        cause: str = self.cause

        explanation = self.explanation

        detail = self.detail

        suggestion = self.suggestion

        score = self.score

        state: str = self.state

        opened_at = self.opened_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        closed_by = self.closed_by

        because = self.because

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        elif isinstance(self.message, UUID):
            message = str(self.message)
        else:
            message = self.message

        correction: None | str | Unset
        if isinstance(self.correction, Unset):
            correction = UNSET
        elif isinstance(self.correction, UUID):
            correction = str(self.correction)
        else:
            correction = self.correction

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "channel": channel,
                "address": address,
                "cause": cause,
                "explanation": explanation,
                "detail": detail,
                "suggestion": suggestion,
                "score": score,
                "state": state,
                "opened_at": opened_at,
                "closed_at": closed_at,
                "closed_by": closed_by,
                "because": because,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message
        if correction is not UNSET:
            field_dict["correction"] = correction

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.order_ref import OrderRef  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        order = OrderRef.from_dict(d.pop("order"))

        channel = check_channel(d.pop("channel"))

        address = d.pop("address")

        cause = check_rescue_case_out_cause_enum(d.pop("cause"))

        explanation = d.pop("explanation")

        detail = d.pop("detail")

        suggestion = d.pop("suggestion")

        score = d.pop("score")

        state = check_rescue_case_out_state_enum(d.pop("state"))

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        closed_by = d.pop("closed_by")

        because = d.pop("because")

        def _parse_message(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_type_0 = UUID(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_correction(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                correction_type_0 = UUID(data)

                return correction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        correction = _parse_correction(d.pop("correction", UNSET))

        _made = cls(
            id=id,
            store=store,
            order=order,
            channel=channel,
            address=address,
            cause=cause,
            explanation=explanation,
            detail=detail,
            suggestion=suggestion,
            score=score,
            state=state,
            opened_at=opened_at,
            closed_at=closed_at,
            closed_by=closed_by,
            because=because,
            message=message,
            correction=correction,
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
