from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.native import Native
    from ..models.step import Step
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Checklist")


@_attrs_define
class Checklist:
    """
    Attributes:
        store (StoreRef): Which store.
        is_done (bool):
        steps (list[Step]):
        kinds (list[Native]):
    """

    store: StoreRef
    is_done: bool
    steps: list[Step]
    kinds: list[Native]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        is_done = self.is_done

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item = kinds_item_data.to_dict()
            kinds.append(kinds_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "is_done": is_done,
                "steps": steps,
                "kinds": kinds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.native import Native  # noqa: PLC0415
        from ..models.step import Step  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        is_done = d.pop("is_done")

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = Step.from_dict(steps_item_data)

            steps.append(steps_item)

        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = Native.from_dict(kinds_item_data)

            kinds.append(kinds_item)

        _made = cls(
            store=store,
            is_done=is_done,
            steps=steps,
            kinds=kinds,
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
