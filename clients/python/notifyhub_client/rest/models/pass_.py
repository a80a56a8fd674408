from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.subject_enum import SubjectEnum, check_subject_enum

T = TypeVar("T", bound="Pass")


@_attrs_define
class Pass:
    """One asking of Shopify what changed, and what of it nobody had told.

    Attributes:
        subject (SubjectEnum): * `ORDERS` - Orders
            * `CHECKOUTS` - Baskets
            * `CUSTOMERS` - Customers
        since (datetime.datetime): Changes since then were looked at
        started_at (datetime.datetime):
        finished_at (datetime.datetime | None):
        seen_count (int):
        missing_count (int): Not known at all before
        stale_count (int): Known, but not as they had become
        unreadable_count (int):
    """

    subject: SubjectEnum
    since: datetime.datetime
    started_at: datetime.datetime
    finished_at: datetime.datetime | None
    seen_count: int
    missing_count: int
    stale_count: int
    unreadable_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        subject: str = self.subject

        since = self.since.isoformat()

        started_at = self.started_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        seen_count = self.seen_count

        missing_count = self.missing_count

        stale_count = self.stale_count

        unreadable_count = self.unreadable_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "subject": subject,
                "since": since,
                "started_at": started_at,
                "finished_at": finished_at,
                "seen_count": seen_count,
                "missing_count": missing_count,
                "stale_count": stale_count,
                "unreadable_count": unreadable_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        subject = check_subject_enum(d.pop("subject"))

        since = datetime.datetime.fromisoformat(d.pop("since"))

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        seen_count = d.pop("seen_count")

        missing_count = d.pop("missing_count")

        stale_count = d.pop("stale_count")

        unreadable_count = d.pop("unreadable_count")

        _made = cls(
            subject=subject,
            since=since,
            started_at=started_at,
            finished_at=finished_at,
            seen_count=seen_count,
            missing_count=missing_count,
            stale_count=stale_count,
            unreadable_count=unreadable_count,
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
