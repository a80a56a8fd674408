from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.order_stage import OrderStage, check_order_stage
from ..models.order_step import OrderStep, check_order_step

if TYPE_CHECKING:
    from ..models.age import Age


T = TypeVar("T", bound="Standing")


@_attrs_define
class Standing:
    """The open orders at one step.

    Attributes:
        stage (OrderStage): * `PAYMENT` - Payment
            * `FULFILMENT` - Fulfilment
            * `FOLLOW_UP` - Follow-up
            * `DONE` - Done
        step (OrderStep): * `UNPAID` - Waits for payment
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
        ages (list[Age]):
        oldest_at (datetime.datetime | None):
        median_at (datetime.datetime | None): Half of them came later; null where a count stopped
    """

    stage: OrderStage
    step: OrderStep
    ages: list[Age]
    oldest_at: datetime.datetime | None
    median_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stage: str = self.stage

        step: str = self.step

        ages = []
        for ages_item_data in self.ages:
            ages_item = ages_item_data.to_dict()
            ages.append(ages_item)

        oldest_at: None | str
        if isinstance(self.oldest_at, datetime.datetime):
            oldest_at = self.oldest_at.isoformat()
        else:
            oldest_at = self.oldest_at

        median_at: None | str
        if isinstance(self.median_at, datetime.datetime):
            median_at = self.median_at.isoformat()
        else:
            median_at = self.median_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stage": stage,
                "step": step,
                "ages": ages,
                "oldest_at": oldest_at,
                "median_at": median_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.age import Age  # noqa: PLC0415

        d = dict(src_dict)
        stage = check_order_stage(d.pop("stage"))

        step = check_order_step(d.pop("step"))

        ages = []
        _ages = d.pop("ages")
        for ages_item_data in _ages:
            ages_item = Age.from_dict(ages_item_data)

            ages.append(ages_item)

        def _parse_oldest_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                oldest_at_type_0 = datetime.datetime.fromisoformat(data)

                return oldest_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        oldest_at = _parse_oldest_at(d.pop("oldest_at"))

        def _parse_median_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                median_at_type_0 = datetime.datetime.fromisoformat(data)

                return median_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        median_at = _parse_median_at(d.pop("median_at"))

        _made = cls(
            stage=stage,
            step=step,
            ages=ages,
            oldest_at=oldest_at,
            median_at=median_at,
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
