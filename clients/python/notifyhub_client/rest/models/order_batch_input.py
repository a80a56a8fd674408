from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.age_enum import AgeEnum, check_age_enum
from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.order_batch_deed import OrderBatchDeed, check_order_batch_deed
from ..models.order_batch_in_stage_enum import (
    OrderBatchInStageEnum,
    check_order_batch_in_stage_enum,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="OrderBatchInput")


@_attrs_define
class OrderBatchInput:
    """Filters of the list of orders; what is left out is any.

    Attributes:
        deed (OrderBatchDeed): * `ARCHIVE` - Archive
            * `UNARCHIVE` - Take from the archive
        stores (list[UUID] | None | Unset): Null: all that the key reaches
        stage (BlankEnum | OrderBatchInStageEnum | Unset):
        age (AgeEnum | BlankEnum | Unset): For how long at that stage

            * `0-1` - 0-1
            * `1-3` - 1-3
            * `3-7` - 3-7
            * `7-` - 7-
        tag (str | Unset):
        financial_state (str | Unset): Such as `PAID`
    """

    deed: OrderBatchDeed
    stores: list[UUID] | None | Unset = UNSET
    stage: BlankEnum | OrderBatchInStageEnum | Unset = UNSET
    age: AgeEnum | BlankEnum | Unset = UNSET
    tag: str | Unset = UNSET
    financial_state: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        deed: str = self.deed

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

        stage: str | Unset
        if isinstance(self.stage, Unset):
            stage = UNSET
        elif isinstance(self.stage, str):
            stage = self.stage
        else:
            stage = self.stage

        age: str | Unset
        if isinstance(self.age, Unset):
            age = UNSET
        elif isinstance(self.age, str):
            age = self.age
        else:
            age = self.age

        tag = self.tag

        financial_state: str | Unset
        if isinstance(self.financial_state, Unset):
            financial_state = UNSET
        else:
            financial_state = self.financial_state

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "deed": deed,
            }
        )
        if stores is not UNSET:
            field_dict["stores"] = stores
        if stage is not UNSET:
            field_dict["stage"] = stage
        if age is not UNSET:
            field_dict["age"] = age
        if tag is not UNSET:
            field_dict["tag"] = tag
        if financial_state is not UNSET:
            field_dict["financial_state"] = financial_state

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        deed = check_order_batch_deed(d.pop("deed"))

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

        def _parse_stage(data: object) -> BlankEnum | OrderBatchInStageEnum | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                stage_type_0 = check_order_batch_in_stage_enum(data)

                return stage_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            stage_type_1 = check_blank_enum(data)

            return stage_type_1

        stage = _parse_stage(d.pop("stage", UNSET))

        def _parse_age(data: object) -> AgeEnum | BlankEnum | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                age_type_0 = check_age_enum(data)

                return age_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            age_type_1 = check_blank_enum(data)

            return age_type_1

        age = _parse_age(d.pop("age", UNSET))

        tag = d.pop("tag", UNSET)

        def _parse_financial_state(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        financial_state = _parse_financial_state(d.pop("financial_state", UNSET))

        _made = cls(
            deed=deed,
            stores=stores,
            stage=stage,
            age=age,
            tag=tag,
            financial_state=financial_state,
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
