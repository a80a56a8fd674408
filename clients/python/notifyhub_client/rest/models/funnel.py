from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.standing import Standing
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Funnel")


@_attrs_define
class Funnel:
    """A store's open orders by where they stand; steps where none stands are left out.

    Attributes:
        store (StoreRef): Which store.
        as_of (datetime.datetime):
        steps (list[Standing]):
    """

    store: StoreRef
    as_of: datetime.datetime
    steps: list[Standing]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        as_of = self.as_of.isoformat()

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "as_of": as_of,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.standing import Standing  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = Standing.from_dict(steps_item_data)

            steps.append(steps_item)

        _made = cls(
            store=store,
            as_of=as_of,
            steps=steps,
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
