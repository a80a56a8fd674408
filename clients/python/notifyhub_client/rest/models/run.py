from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.run_ending import RunEnding, check_run_ending
from ..models.run_state import RunState, check_run_state

if TYPE_CHECKING:
    from ..models.rule_ref import RuleRef
    from ..models.run_because_item import RunBecauseItem
    from ..models.run_order import RunOrder
    from ..models.run_outcomes_item import RunOutcomesItem
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Run")


@_attrs_define
class Run:
    """What a rule did for one thing that happened, and why.

    Attributes:
        id (UUID):
        rule (RuleRef): Which rule.
        version (int):
        store (StoreRef): Which store.
        order (None | RunOrder):
        set_off_by (str):
        happened_at (datetime.datetime):
        because (list[RunBecauseItem]): What each condition saw when the rule fired
        state (RunState): * `DUE` - Under way
            * `DONE` - Done
            * `STOPPED` - Stopped
            * `FAILED` - Failed
        ending (BlankEnum | RunEnding): Why it stopped; empty: it did not

            * `ORDER_CANCELLED` - the order was cancelled
            * `ORDER_ARCHIVED` - the order was archived
            * `REDACTED` - the buyer's data was erased
            * `NO_LONGER_TRUE` - its conditions held no longer
            * `SWITCHED_OFF` - the rule was switched off
            * `REMOVED` - the rule was removed
            * `FUSE` - the rule ran too often for one order
            * `DISCONNECTED` - the store is disconnected
            * `BY_HAND` - a person stopped it
            * `STUMBLED` - something went wrong on our side
        step (int): How many steps were taken
        goes_on_at (datetime.datetime):
        outcomes (list[RunOutcomesItem]): One for each step taken, in codes
        created_at (datetime.datetime):
        ended_at (datetime.datetime | None):
    """

    id: UUID
    rule: RuleRef
    version: int
    store: StoreRef
    order: None | RunOrder
    set_off_by: str
    happened_at: datetime.datetime
    because: list[RunBecauseItem]
    state: RunState
    ending: BlankEnum | RunEnding
    step: int
    goes_on_at: datetime.datetime
    outcomes: list[RunOutcomesItem]
    created_at: datetime.datetime
    ended_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.run_order import RunOrder  # noqa: PLC0415

        id = str(self.id)

        rule = self.rule.to_dict()

        version = self.version

        store = self.store.to_dict()

        order: dict[str, Any] | None
        if isinstance(self.order, RunOrder):
            order = self.order.to_dict()
        else:
            order = self.order

        set_off_by = self.set_off_by

        happened_at = self.happened_at.isoformat()

        because = []
        for because_item_data in self.because:
            because_item = because_item_data.to_dict()
            because.append(because_item)

        state: str = self.state

        ending: str
        if isinstance(self.ending, str):
            ending = self.ending
        else:
            ending = self.ending

        step = self.step

        goes_on_at = self.goes_on_at.isoformat()

        outcomes = []
        for outcomes_item_data in self.outcomes:
            outcomes_item = outcomes_item_data.to_dict()
            outcomes.append(outcomes_item)

        created_at = self.created_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "rule": rule,
                "version": version,
                "store": store,
                "order": order,
                "set_off_by": set_off_by,
                "happened_at": happened_at,
                "because": because,
                "state": state,
                "ending": ending,
                "step": step,
                "goes_on_at": goes_on_at,
                "outcomes": outcomes,
                "created_at": created_at,
                "ended_at": ended_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_ref import RuleRef  # noqa: PLC0415
        from ..models.run_because_item import RunBecauseItem  # noqa: PLC0415
        from ..models.run_order import RunOrder  # noqa: PLC0415
        from ..models.run_outcomes_item import RunOutcomesItem  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        rule = RuleRef.from_dict(d.pop("rule"))

        version = d.pop("version")

        store = StoreRef.from_dict(d.pop("store"))

        def _parse_order(data: object) -> None | RunOrder:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = RunOrder.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RunOrder, data)

        order = _parse_order(d.pop("order"))

        set_off_by = d.pop("set_off_by")

        happened_at = datetime.datetime.fromisoformat(d.pop("happened_at"))

        because = []
        _because = d.pop("because")
        for because_item_data in _because:
            because_item = RunBecauseItem.from_dict(because_item_data)

            because.append(because_item)

        state = check_run_state(d.pop("state"))

        def _parse_ending(data: object) -> BlankEnum | RunEnding:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ending_type_0 = check_run_ending(data)

                return ending_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            ending_type_1 = check_blank_enum(data)

            return ending_type_1

        ending = _parse_ending(d.pop("ending"))

        step = d.pop("step")

        goes_on_at = datetime.datetime.fromisoformat(d.pop("goes_on_at"))

        outcomes = []
        _outcomes = d.pop("outcomes")
        for outcomes_item_data in _outcomes:
            outcomes_item = RunOutcomesItem.from_dict(outcomes_item_data)

            outcomes.append(outcomes_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        _made = cls(
            id=id,
            rule=rule,
            version=version,
            store=store,
            order=order,
            set_off_by=set_off_by,
            happened_at=happened_at,
            because=because,
            state=state,
            ending=ending,
            step=step,
            goes_on_at=goes_on_at,
            outcomes=outcomes,
            created_at=created_at,
            ended_at=ended_at,
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
