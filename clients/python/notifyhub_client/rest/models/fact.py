from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.order_ref import OrderRef


T = TypeVar("T", bound="Fact")


@_attrs_define
class Fact:
    """One order or message that the figure counts.

    Attributes:
        at (datetime.datetime):
        order (None | OrderRef):
        message (None | UUID): Its id; null: none
        kind (str): Of the message; empty: none
        amount (Money | None): Product revenue less refunds
    """

    at: datetime.datetime
    order: None | OrderRef
    message: None | UUID
    kind: str
    amount: Money | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.order_ref import OrderRef  # noqa: PLC0415

        at = self.at.isoformat()

        order: dict[str, Any] | None
        if isinstance(self.order, OrderRef):
            order = self.order.to_dict()
        else:
            order = self.order

        message: None | str
        if isinstance(self.message, UUID):
            message = str(self.message)
        else:
            message = self.message

        kind = self.kind

        amount: dict[str, Any] | None
        if isinstance(self.amount, Money):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "order": order,
                "message": message,
                "kind": kind,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.order_ref import OrderRef  # noqa: PLC0415

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

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

        kind = d.pop("kind")

        def _parse_amount(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amount_type_0 = Money.from_dict(data)

                return amount_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        amount = _parse_amount(d.pop("amount"))

        _made = cls(
            at=at,
            order=order,
            message=message,
            kind=kind,
            amount=amount,
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
