from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Policy")


@_attrs_define
class Policy:
    """What the store decided about its orders.

    Attributes:
        store (StoreRef): Which store.
        archive_after_days (int | None):
        writes_tags (bool):
        writes_corrections (bool):
        actor (str): Empty: nobody has decided yet
        changed_at (datetime.datetime | None):
    """

    store: StoreRef
    archive_after_days: int | None
    writes_tags: bool
    writes_corrections: bool
    actor: str
    changed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        archive_after_days: int | None
        archive_after_days = self.archive_after_days

        writes_tags = self.writes_tags

        writes_corrections = self.writes_corrections

        actor = self.actor

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "archive_after_days": archive_after_days,
                "writes_tags": writes_tags,
                "writes_corrections": writes_corrections,
                "actor": actor,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        def _parse_archive_after_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        archive_after_days = _parse_archive_after_days(d.pop("archive_after_days"))

        writes_tags = d.pop("writes_tags")

        writes_corrections = d.pop("writes_corrections")

        actor = d.pop("actor")

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        _made = cls(
            store=store,
            archive_after_days=archive_after_days,
            writes_tags=writes_tags,
            writes_corrections=writes_corrections,
            actor=actor,
            changed_at=changed_at,
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
