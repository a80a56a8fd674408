from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.run_order import RunOrder
    from ..models.tried_seen_item import TriedSeenItem
    from ..models.tried_steps_item import TriedStepsItem


T = TypeVar("T", bound="Tried")


@_attrs_define
class Tried:
    """One order, and what the rule would have done.

    Attributes:
        order (RunOrder): Which order.
        placed_at (datetime.datetime):
        at (datetime.datetime | None): When it would have been set off; null: never
        would_run (bool):
        because (str): Why not: NOT_SET_OFF, CONDITIONS or ONCE; empty: it would have run
        seen (list[TriedSeenItem]):
        steps (list[TriedStepsItem]):
    """

    order: RunOrder
    placed_at: datetime.datetime
    at: datetime.datetime | None
    would_run: bool
    because: str
    seen: list[TriedSeenItem]
    steps: list[TriedStepsItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        order = self.order.to_dict()

        placed_at = self.placed_at.isoformat()

        at: None | str
        if isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        would_run = self.would_run

        because = self.because

        seen = []
        for seen_item_data in self.seen:
            seen_item = seen_item_data.to_dict()
            seen.append(seen_item)

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "order": order,
                "placed_at": placed_at,
                "at": at,
                "would_run": would_run,
                "because": because,
                "seen": seen,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.run_order import RunOrder  # noqa: PLC0415
        from ..models.tried_seen_item import TriedSeenItem  # noqa: PLC0415
        from ..models.tried_steps_item import TriedStepsItem  # noqa: PLC0415

        d = dict(src_dict)
        order = RunOrder.from_dict(d.pop("order"))

        placed_at = datetime.datetime.fromisoformat(d.pop("placed_at"))

        def _parse_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)

                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        at = _parse_at(d.pop("at"))

        would_run = d.pop("would_run")

        because = d.pop("because")

        seen = []
        _seen = d.pop("seen")
        for seen_item_data in _seen:
            seen_item = TriedSeenItem.from_dict(seen_item_data)

            seen.append(seen_item)

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = TriedStepsItem.from_dict(steps_item_data)

            steps.append(steps_item)

        _made = cls(
            order=order,
            placed_at=placed_at,
            at=at,
            would_run=would_run,
            because=because,
            seen=seen,
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
