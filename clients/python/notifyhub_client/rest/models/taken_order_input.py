from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.delivery_method_enum import DeliveryMethodEnum, check_delivery_method_enum
from ..models.financial_state_enum import FinancialStateEnum, check_financial_state_enum
from ..models.fulfilment_state_enum import FulfilmentStateEnum, check_fulfilment_state_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.buyer_input import BuyerInput
    from ..models.order_line_input import OrderLineInput
    from ..models.postal_address_input import PostalAddressInput


T = TypeVar("T", bound="TakenOrderInput")


@_attrs_define
class TakenOrderInput:
    """The order as it stands. To change it send the whole of it again with the same id.

    Attributes:
        external_id (str): What your system calls it: it is known by that, once
        currency (str): ISO 4217; of every sum below
        lines (list[OrderLineInput]):
        buyer (BuyerInput): Whom the order belongs to.
        name (str | Unset): What the buyer knows it by; else `external_id`
        placed_at (datetime.datetime | Unset): Else the moment of the call
        changed_at (datetime.datetime | Unset): Of two calls the later one counts, however they arrive; else the call's
            moment
        shipping_address (None | PostalAddressInput | Unset):
        billing_address (None | PostalAddressInput | Unset):
        shipping_minor (int | Unset):
        shipping_title (str | Unset): Such as the name of the service
        delivery_method (DeliveryMethodEnum | Unset): * `SHIPPING` - Shipped
            * `LOCAL` - Local delivery
            * `PICKUP` - Pickup
            * `NONE` - Nothing to deliver
        tax_minor (int | Unset):
        is_tax_included (bool | Unset): Whether the lines' prices hold the tax already
        financial_state (FinancialStateEnum | Unset): * `PENDING` - PENDING
            * `AUTHORIZED` - AUTHORIZED
            * `PARTIALLY_PAID` - PARTIALLY_PAID
            * `PAID` - PAID
            * `PARTIALLY_REFUNDED` - PARTIALLY_REFUNDED
            * `REFUNDED` - REFUNDED
            * `VOIDED` - VOIDED
        fulfilment_state (BlankEnum | FulfilmentStateEnum | Unset): Empty: nothing left yet. What is in the parcels:
            `POST parcels/`

            * `PARTIAL` - PARTIAL
            * `FULFILLED` - FULFILLED
        cancelled_at (datetime.datetime | None | Unset):
        cancel_reason (str | Unset):
        closed_at (datetime.datetime | None | Unset):
        tags (list[str] | Unset):
        customer_note (str | Unset):
        is_test (bool | Unset): Recorded; nobody is mailed
    """

    external_id: str
    currency: str
    lines: list[OrderLineInput]
    buyer: BuyerInput
    name: str | Unset = UNSET
    placed_at: datetime.datetime | Unset = UNSET
    changed_at: datetime.datetime | Unset = UNSET
    shipping_address: None | PostalAddressInput | Unset = UNSET
    billing_address: None | PostalAddressInput | Unset = UNSET
    shipping_minor: int | Unset = UNSET
    shipping_title: str | Unset = UNSET
    delivery_method: DeliveryMethodEnum | Unset = UNSET
    tax_minor: int | Unset = UNSET
    is_tax_included: bool | Unset = UNSET
    financial_state: FinancialStateEnum | Unset = UNSET
    fulfilment_state: BlankEnum | FulfilmentStateEnum | Unset = UNSET
    cancelled_at: datetime.datetime | None | Unset = UNSET
    cancel_reason: str | Unset = UNSET
    closed_at: datetime.datetime | None | Unset = UNSET
    tags: list[str] | Unset = UNSET
    customer_note: str | Unset = UNSET
    is_test: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.postal_address_input import PostalAddressInput  # noqa: PLC0415

        external_id = self.external_id

        currency = self.currency

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        buyer = self.buyer.to_dict()

        name = self.name

        placed_at: str | Unset = UNSET
        if not isinstance(self.placed_at, Unset):
            placed_at = self.placed_at.isoformat()

        changed_at: str | Unset = UNSET
        if not isinstance(self.changed_at, Unset):
            changed_at = self.changed_at.isoformat()

        shipping_address: dict[str, Any] | None | Unset
        if isinstance(self.shipping_address, Unset):
            shipping_address = UNSET
        elif isinstance(self.shipping_address, PostalAddressInput):
            shipping_address = self.shipping_address.to_dict()
        else:
            shipping_address = self.shipping_address

        billing_address: dict[str, Any] | None | Unset
        if isinstance(self.billing_address, Unset):
            billing_address = UNSET
        elif isinstance(self.billing_address, PostalAddressInput):
            billing_address = self.billing_address.to_dict()
        else:
            billing_address = self.billing_address

        shipping_minor = self.shipping_minor

        shipping_title = self.shipping_title

        delivery_method: str | Unset = UNSET
        if not isinstance(self.delivery_method, Unset):
            delivery_method = self.delivery_method

        tax_minor = self.tax_minor

        is_tax_included = self.is_tax_included

        financial_state: str | Unset = UNSET
        if not isinstance(self.financial_state, Unset):
            financial_state = self.financial_state

        fulfilment_state: str | Unset
        if isinstance(self.fulfilment_state, Unset):
            fulfilment_state = UNSET
        elif isinstance(self.fulfilment_state, str):
            fulfilment_state = self.fulfilment_state
        else:
            fulfilment_state = self.fulfilment_state

        cancelled_at: None | str | Unset
        if isinstance(self.cancelled_at, Unset):
            cancelled_at = UNSET
        elif isinstance(self.cancelled_at, datetime.datetime):
            cancelled_at = self.cancelled_at.isoformat()
        else:
            cancelled_at = self.cancelled_at

        cancel_reason = self.cancel_reason

        closed_at: None | str | Unset
        if isinstance(self.closed_at, Unset):
            closed_at = UNSET
        elif isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        customer_note = self.customer_note

        is_test = self.is_test

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "external_id": external_id,
                "currency": currency,
                "lines": lines,
                "buyer": buyer,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if placed_at is not UNSET:
            field_dict["placed_at"] = placed_at
        if changed_at is not UNSET:
            field_dict["changed_at"] = changed_at
        if shipping_address is not UNSET:
            field_dict["shipping_address"] = shipping_address
        if billing_address is not UNSET:
            field_dict["billing_address"] = billing_address
        if shipping_minor is not UNSET:
            field_dict["shipping_minor"] = shipping_minor
        if shipping_title is not UNSET:
            field_dict["shipping_title"] = shipping_title
        if delivery_method is not UNSET:
            field_dict["delivery_method"] = delivery_method
        if tax_minor is not UNSET:
            field_dict["tax_minor"] = tax_minor
        if is_tax_included is not UNSET:
            field_dict["is_tax_included"] = is_tax_included
        if financial_state is not UNSET:
            field_dict["financial_state"] = financial_state
        if fulfilment_state is not UNSET:
            field_dict["fulfilment_state"] = fulfilment_state
        if cancelled_at is not UNSET:
            field_dict["cancelled_at"] = cancelled_at
        if cancel_reason is not UNSET:
            field_dict["cancel_reason"] = cancel_reason
        if closed_at is not UNSET:
            field_dict["closed_at"] = closed_at
        if tags is not UNSET:
            field_dict["tags"] = tags
        if customer_note is not UNSET:
            field_dict["customer_note"] = customer_note
        if is_test is not UNSET:
            field_dict["is_test"] = is_test

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.buyer_input import BuyerInput  # noqa: PLC0415
        from ..models.order_line_input import OrderLineInput  # noqa: PLC0415
        from ..models.postal_address_input import PostalAddressInput  # noqa: PLC0415

        d = dict(src_dict)
        external_id = d.pop("external_id")

        currency = d.pop("currency")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = OrderLineInput.from_dict(lines_item_data)

            lines.append(lines_item)

        buyer = BuyerInput.from_dict(d.pop("buyer"))

        name = d.pop("name", UNSET)

        _placed_at = d.pop("placed_at", UNSET)
        placed_at: datetime.datetime | Unset
        if isinstance(_placed_at, Unset):
            placed_at = UNSET
        else:
            placed_at = datetime.datetime.fromisoformat(_placed_at)

        _changed_at = d.pop("changed_at", UNSET)
        changed_at: datetime.datetime | Unset
        if isinstance(_changed_at, Unset):
            changed_at = UNSET
        else:
            changed_at = datetime.datetime.fromisoformat(_changed_at)

        def _parse_shipping_address(data: object) -> None | PostalAddressInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                shipping_address_type_0 = PostalAddressInput.from_dict(data)

                return shipping_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PostalAddressInput | Unset, data)

        shipping_address = _parse_shipping_address(d.pop("shipping_address", UNSET))

        def _parse_billing_address(data: object) -> None | PostalAddressInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                billing_address_type_0 = PostalAddressInput.from_dict(data)

                return billing_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PostalAddressInput | Unset, data)

        billing_address = _parse_billing_address(d.pop("billing_address", UNSET))

        shipping_minor = d.pop("shipping_minor", UNSET)

        shipping_title = d.pop("shipping_title", UNSET)

        _delivery_method = d.pop("delivery_method", UNSET)
        delivery_method: DeliveryMethodEnum | Unset
        if isinstance(_delivery_method, Unset):
            delivery_method = UNSET
        else:
            delivery_method = check_delivery_method_enum(_delivery_method)

        tax_minor = d.pop("tax_minor", UNSET)

        is_tax_included = d.pop("is_tax_included", UNSET)

        _financial_state = d.pop("financial_state", UNSET)
        financial_state: FinancialStateEnum | Unset
        if isinstance(_financial_state, Unset):
            financial_state = UNSET
        else:
            financial_state = check_financial_state_enum(_financial_state)

        def _parse_fulfilment_state(data: object) -> BlankEnum | FulfilmentStateEnum | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fulfilment_state_type_0 = check_fulfilment_state_enum(data)

                return fulfilment_state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            fulfilment_state_type_1 = check_blank_enum(data)

            return fulfilment_state_type_1

        fulfilment_state = _parse_fulfilment_state(d.pop("fulfilment_state", UNSET))

        def _parse_cancelled_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cancelled_at_type_0 = datetime.datetime.fromisoformat(data)

                return cancelled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        cancelled_at = _parse_cancelled_at(d.pop("cancelled_at", UNSET))

        cancel_reason = d.pop("cancel_reason", UNSET)

        def _parse_closed_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        closed_at = _parse_closed_at(d.pop("closed_at", UNSET))

        tags = cast(list[str], d.pop("tags", UNSET))

        customer_note = d.pop("customer_note", UNSET)

        is_test = d.pop("is_test", UNSET)

        _made = cls(
            external_id=external_id,
            currency=currency,
            lines=lines,
            buyer=buyer,
            name=name,
            placed_at=placed_at,
            changed_at=changed_at,
            shipping_address=shipping_address,
            billing_address=billing_address,
            shipping_minor=shipping_minor,
            shipping_title=shipping_title,
            delivery_method=delivery_method,
            tax_minor=tax_minor,
            is_tax_included=is_tax_included,
            financial_state=financial_state,
            fulfilment_state=fulfilment_state,
            cancelled_at=cancelled_at,
            cancel_reason=cancel_reason,
            closed_at=closed_at,
            tags=tags,
            customer_note=customer_note,
            is_test=is_test,
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
