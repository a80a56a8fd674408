from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.buyer_request_out_kind_enum import (
    BuyerRequestOutKindEnum,
    check_buyer_request_out_kind_enum,
)
from ..models.buyer_request_out_state_enum import (
    BuyerRequestOutStateEnum,
    check_buyer_request_out_state_enum,
)
from ..models.shop_state_enum import ShopStateEnum, check_shop_state_enum

if TYPE_CHECKING:
    from ..models.asked_address import AskedAddress
    from ..models.asked_line import AskedLine
    from ..models.order_ref import OrderRef
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="BuyerRequest")


@_attrs_define
class BuyerRequest:
    """One thing that a buyer asked for on the status page.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        order (OrderRef): Which order.
        kind (BuyerRequestOutKindEnum): * `ADDRESS` - New delivery address
            * `PROBLEM` - Problem
            * `RETURN` - Return
        reason (str): As chosen in the form; empty for an address
        explanation (str): `reason` in words
        text (str): In the buyer's words; empty once erased
        address (AskedAddress | None):
        lines (list[AskedLine]):
        state (BuyerRequestOutStateEnum): * `OPEN` - Waits for you
            * `DONE` - Done
            * `REFUSED` - Refused
        asked_at (datetime.datetime):
        settled_at (datetime.datetime | None):
        settled_by (str): Empty: it waits, or the store's rule did it
        answer (str):
        shop_state (BlankEnum | ShopStateEnum): Whether Shopify was told of a new address

            * `` - Nothing to tell
            * `DUE` - Is being told
            * `DONE` - Knows it
            * `FAILED` - Does not know it
        shop_detail (str): Why not, in Shopify's words
    """

    id: UUID
    store: StoreRef
    order: OrderRef
    kind: BuyerRequestOutKindEnum
    reason: str
    explanation: str
    text: str
    address: AskedAddress | None
    lines: list[AskedLine]
    state: BuyerRequestOutStateEnum
    asked_at: datetime.datetime
    settled_at: datetime.datetime | None
    settled_by: str
    answer: str
    shop_state: BlankEnum | ShopStateEnum
    shop_detail: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.asked_address import AskedAddress  # noqa: PLC0415

        id = str(self.id)

        store = self.store.to_dict()

        order = self.order.to_dict()

        kind: str = self.kind

        reason = self.reason

        explanation = self.explanation

        text = self.text

        address: dict[str, Any] | None
        if isinstance(self.address, AskedAddress):
            address = self.address.to_dict()
        else:
            address = self.address

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        state: str = self.state

        asked_at = self.asked_at.isoformat()

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        settled_by = self.settled_by

        answer = self.answer

        shop_state: str
        if isinstance(self.shop_state, str):
            shop_state = self.shop_state
        else:
            shop_state = self.shop_state

        shop_detail = self.shop_detail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "order": order,
                "kind": kind,
                "reason": reason,
                "explanation": explanation,
                "text": text,
                "address": address,
                "lines": lines,
                "state": state,
                "asked_at": asked_at,
                "settled_at": settled_at,
                "settled_by": settled_by,
                "answer": answer,
                "shop_state": shop_state,
                "shop_detail": shop_detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.asked_address import AskedAddress  # noqa: PLC0415
        from ..models.asked_line import AskedLine  # noqa: PLC0415
        from ..models.order_ref import OrderRef  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        order = OrderRef.from_dict(d.pop("order"))

        kind = check_buyer_request_out_kind_enum(d.pop("kind"))

        reason = d.pop("reason")

        explanation = d.pop("explanation")

        text = d.pop("text")

        def _parse_address(data: object) -> AskedAddress | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                address_type_0 = AskedAddress.from_dict(data)

                return address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AskedAddress | None, data)

        address = _parse_address(d.pop("address"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = AskedLine.from_dict(lines_item_data)

            lines.append(lines_item)

        state = check_buyer_request_out_state_enum(d.pop("state"))

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        settled_by = d.pop("settled_by")

        answer = d.pop("answer")

        def _parse_shop_state(data: object) -> BlankEnum | ShopStateEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shop_state_type_0 = check_shop_state_enum(data)

                return shop_state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            shop_state_type_1 = check_blank_enum(data)

            return shop_state_type_1

        shop_state = _parse_shop_state(d.pop("shop_state"))

        shop_detail = d.pop("shop_detail")

        _made = cls(
            id=id,
            store=store,
            order=order,
            kind=kind,
            reason=reason,
            explanation=explanation,
            text=text,
            address=address,
            lines=lines,
            state=state,
            asked_at=asked_at,
            settled_at=settled_at,
            settled_by=settled_by,
            answer=answer,
            shop_state=shop_state,
            shop_detail=shop_detail,
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
