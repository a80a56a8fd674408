from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.notification_kind import NotificationKind, check_notification_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.decision_input import DecisionInput


T = TypeVar("T", bound="RolloutInput")


@_attrs_define
class RolloutInput:
    """
    Attributes:
        kinds (list[NotificationKind]):
        stores (list[UUID] | None | Unset): Null: all that the key reaches
        stages (list[int] | Unset): In per cent of the stores, rising to 100
        wait_hours (int | Unset):
        decisions (list[DecisionInput] | Unset):
        note (str | Unset):
    """

    kinds: list[NotificationKind]
    stores: list[UUID] | None | Unset = UNSET
    stages: list[int] | Unset = UNSET
    wait_hours: int | Unset = UNSET
    decisions: list[DecisionInput] | Unset = UNSET
    note: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item: str = kinds_item_data
            kinds.append(kinds_item)

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

        stages: list[int] | Unset = UNSET
        if not isinstance(self.stages, Unset):
            stages = self.stages

        wait_hours = self.wait_hours

        decisions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.decisions, Unset):
            decisions = []
            for decisions_item_data in self.decisions:
                decisions_item = decisions_item_data.to_dict()
                decisions.append(decisions_item)

        note = self.note

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kinds": kinds,
            }
        )
        if stores is not UNSET:
            field_dict["stores"] = stores
        if stages is not UNSET:
            field_dict["stages"] = stages
        if wait_hours is not UNSET:
            field_dict["wait_hours"] = wait_hours
        if decisions is not UNSET:
            field_dict["decisions"] = decisions
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decision_input import DecisionInput  # noqa: PLC0415

        d = dict(src_dict)
        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = check_notification_kind(kinds_item_data)

            kinds.append(kinds_item)

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

        stages = cast(list[int], d.pop("stages", UNSET))

        wait_hours = d.pop("wait_hours", UNSET)

        _decisions = d.pop("decisions", UNSET)
        decisions: list[DecisionInput] | Unset = UNSET
        if _decisions is not UNSET:
            decisions = []
            for decisions_item_data in _decisions:
                decisions_item = DecisionInput.from_dict(decisions_item_data)

                decisions.append(decisions_item)

        note = d.pop("note", UNSET)

        _made = cls(
            kinds=kinds,
            stores=stores,
            stages=stages,
            wait_hours=wait_hours,
            decisions=decisions,
            note=note,
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
