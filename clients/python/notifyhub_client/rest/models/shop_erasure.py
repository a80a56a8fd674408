from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.asked_by_enum import AskedByEnum, check_asked_by_enum
from ..models.shop_erasure_out_state_enum import (
    ShopErasureOutStateEnum,
    check_shop_erasure_out_state_enum,
)

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="ShopErasure")


@_attrs_define
class ShopErasure:
    """How far it is. Once done it stands among `erasures/` too, by the same id.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        asked_by (AskedByEnum): * `SHOPIFY` - Shopify, for the buyer
            * `STAFF` - Staff
            * `PROGRAM` - A program
        actor (str):
        reason (str):
        state (ShopErasureOutStateEnum): * `WAITING` - Is being done
            * `DONE` - Done
            * `FAILED` - Could not be done
        trouble (str): What went wrong the last time it was tried
        orders_count (int):
        asked_at (datetime.datetime):
        done_at (datetime.datetime | None):
    """

    id: UUID
    store: StoreRef
    asked_by: AskedByEnum
    actor: str
    reason: str
    state: ShopErasureOutStateEnum
    trouble: str
    orders_count: int
    asked_at: datetime.datetime
    done_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        asked_by: str = self.asked_by

        actor = self.actor

        reason = self.reason

        state: str = self.state

        trouble = self.trouble

        orders_count = self.orders_count

        asked_at = self.asked_at.isoformat()

        done_at: None | str
        if isinstance(self.done_at, datetime.datetime):
            done_at = self.done_at.isoformat()
        else:
            done_at = self.done_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "asked_by": asked_by,
                "actor": actor,
                "reason": reason,
                "state": state,
                "trouble": trouble,
                "orders_count": orders_count,
                "asked_at": asked_at,
                "done_at": done_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        asked_by = check_asked_by_enum(d.pop("asked_by"))

        actor = d.pop("actor")

        reason = d.pop("reason")

        state = check_shop_erasure_out_state_enum(d.pop("state"))

        trouble = d.pop("trouble")

        orders_count = d.pop("orders_count")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        def _parse_done_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_at_type_0 = datetime.datetime.fromisoformat(data)

                return done_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        done_at = _parse_done_at(d.pop("done_at"))

        _made = cls(
            id=id,
            store=store,
            asked_by=asked_by,
            actor=actor,
            reason=reason,
            state=state,
            trouble=trouble,
            orders_count=orders_count,
            asked_at=asked_at,
            done_at=done_at,
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
