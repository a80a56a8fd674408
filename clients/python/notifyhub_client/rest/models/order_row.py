from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.order_stage import OrderStage, check_order_stage
from ..models.order_step import OrderStep, check_order_step
from ..models.sales_channel import SalesChannel, check_sales_channel

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="OrderRow")


@_attrs_define
class OrderRow:
    """An order as it is listed.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        shopify_id (str): A number of up to 64 bits, hence text; empty: another system took the order
        external_id (str): What the system that took the order calls it; empty: Shopify took it
        name (str):
        placed_at (datetime.datetime):
        buyer_name (str):
        email (str):
        total (Money): A sum in the currency's minor units: 184900 NOK is 1,849.00; 5000 JPY is 5,000.
        sales_channel (BlankEnum | SalesChannel): Where the buyer bought; empty: not said

            * `ONLINE` - Online store
            * `POS` - Shop counter (POS)
            * `FACEBOOK` - Facebook and Instagram
            * `INSTAGRAM` - Instagram
            * `EBAY` - eBay
            * `AMAZON` - Amazon
            * `TIKTOK` - TikTok
            * `GOOGLE` - Google and YouTube
            * `SHOP` - Shop app
            * `DRAFT` - Draft order
            * `SUBSCRIPTION` - Subscription, renewed
            * `API` - Another system, by our API
            * `OTHER` - Another channel
        financial_state (str): Shopify's, in upper case; empty: unknown
        fulfilment_state (str): Shopify's, in upper case; empty: unknown
        stage (BlankEnum | OrderStage): Empty: not known yet

            * `PAYMENT` - Payment
            * `FULFILMENT` - Fulfilment
            * `FOLLOW_UP` - Follow-up
            * `DONE` - Done
        step (BlankEnum | OrderStep): Where exactly within the stage

            * `UNPAID` - Waits for payment
            * `PART_PAID` - Paid in part
            * `OWED` - Delivered, not paid yet
            * `TO_PACK` - Being packed
            * `PART_SENT` - Sent off in part
            * `ON_ITS_WAY` - On its way
            * `TO_FETCH` - Waits to be fetched
            * `STUCK` - Does not get through
            * `COMING_BACK` - On its way back
            * `CAME_BACK` - Came back
            * `DELIVERED` - Delivered, follow-up
            * `OVER` - Delivered, over
            * `QUIET` - Sent off, nothing heard since
            * `REFUNDED` - Refunded
            * `CLOSED` - Closed in Shopify
            * `CANCELLED` - Cancelled
        stage_since (datetime.datetime | None): When the step began
        cancelled_at (datetime.datetime | None):
        archived_at (datetime.datetime | None): Put away here; Shopify's word is `closed_at`
        tags (list[str]):
        is_test (bool):
    """

    id: UUID
    store: StoreRef
    shopify_id: str
    external_id: str
    name: str
    placed_at: datetime.datetime
    buyer_name: str
    email: str
    total: Money
    sales_channel: BlankEnum | SalesChannel
    financial_state: str
    fulfilment_state: str
    stage: BlankEnum | OrderStage
    step: BlankEnum | OrderStep
    stage_since: datetime.datetime | None
    cancelled_at: datetime.datetime | None
    archived_at: datetime.datetime | None
    tags: list[str]
    is_test: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        shopify_id = self.shopify_id

        external_id = self.external_id

        name = self.name

        placed_at = self.placed_at.isoformat()

        buyer_name = self.buyer_name

        email = self.email

        total = self.total.to_dict()

        sales_channel: str
        if isinstance(self.sales_channel, str):
            sales_channel = self.sales_channel
        else:
            sales_channel = self.sales_channel

        financial_state = self.financial_state

        fulfilment_state = self.fulfilment_state

        stage: str
        if isinstance(self.stage, str):
            stage = self.stage
        else:
            stage = self.stage

        step: str
        if isinstance(self.step, str):
            step = self.step
        else:
            step = self.step

        stage_since: None | str
        if isinstance(self.stage_since, datetime.datetime):
            stage_since = self.stage_since.isoformat()
        else:
            stage_since = self.stage_since

        cancelled_at: None | str
        if isinstance(self.cancelled_at, datetime.datetime):
            cancelled_at = self.cancelled_at.isoformat()
        else:
            cancelled_at = self.cancelled_at

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        tags = self.tags

        is_test = self.is_test

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "shopify_id": shopify_id,
                "external_id": external_id,
                "name": name,
                "placed_at": placed_at,
                "buyer_name": buyer_name,
                "email": email,
                "total": total,
                "sales_channel": sales_channel,
                "financial_state": financial_state,
                "fulfilment_state": fulfilment_state,
                "stage": stage,
                "step": step,
                "stage_since": stage_since,
                "cancelled_at": cancelled_at,
                "archived_at": archived_at,
                "tags": tags,
                "is_test": is_test,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        shopify_id = d.pop("shopify_id")

        external_id = d.pop("external_id")

        name = d.pop("name")

        placed_at = datetime.datetime.fromisoformat(d.pop("placed_at"))

        buyer_name = d.pop("buyer_name")

        email = d.pop("email")

        total = Money.from_dict(d.pop("total"))

        def _parse_sales_channel(data: object) -> BlankEnum | SalesChannel:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sales_channel_type_0 = check_sales_channel(data)

                return sales_channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            sales_channel_type_1 = check_blank_enum(data)

            return sales_channel_type_1

        sales_channel = _parse_sales_channel(d.pop("sales_channel"))

        financial_state = d.pop("financial_state")

        fulfilment_state = d.pop("fulfilment_state")

        def _parse_stage(data: object) -> BlankEnum | OrderStage:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stage_type_0 = check_order_stage(data)

                return stage_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            stage_type_1 = check_blank_enum(data)

            return stage_type_1

        stage = _parse_stage(d.pop("stage"))

        def _parse_step(data: object) -> BlankEnum | OrderStep:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                step_type_0 = check_order_step(data)

                return step_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            step_type_1 = check_blank_enum(data)

            return step_type_1

        step = _parse_step(d.pop("step"))

        def _parse_stage_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stage_since_type_0 = datetime.datetime.fromisoformat(data)

                return stage_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        stage_since = _parse_stage_since(d.pop("stage_since"))

        def _parse_cancelled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cancelled_at_type_0 = datetime.datetime.fromisoformat(data)

                return cancelled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        cancelled_at = _parse_cancelled_at(d.pop("cancelled_at"))

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)

                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))

        tags = cast(list[str], d.pop("tags"))

        is_test = d.pop("is_test")

        _made = cls(
            id=id,
            store=store,
            shopify_id=shopify_id,
            external_id=external_id,
            name=name,
            placed_at=placed_at,
            buyer_name=buyer_name,
            email=email,
            total=total,
            sales_channel=sales_channel,
            financial_state=financial_state,
            fulfilment_state=fulfilment_state,
            stage=stage,
            step=step,
            stage_since=stage_since,
            cancelled_at=cancelled_at,
            archived_at=archived_at,
            tags=tags,
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
