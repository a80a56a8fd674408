from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.subscription import Subscription


T = TypeVar("T", bound="Subscriptions")


@_attrs_define
class Subscriptions:
    """All that we want to be told, and what was amiss.

    Attributes:
        is_kept (bool): Whether they are looked at and mended daily
        wanted_api_version (str):
        looked_at (datetime.datetime | None):
        next_look_at (datetime.datetime | None):
        problem (str): Why the last look failed; empty: it did not
        vanished_at (datetime.datetime | None): When some were found deleted, and made again
        vanished_topics (list[str]):
        topics (list[Subscription]):
    """

    is_kept: bool
    wanted_api_version: str
    looked_at: datetime.datetime | None
    next_look_at: datetime.datetime | None
    problem: str
    vanished_at: datetime.datetime | None
    vanished_topics: list[str]
    topics: list[Subscription]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        is_kept = self.is_kept

        wanted_api_version = self.wanted_api_version

        looked_at: None | str
        if isinstance(self.looked_at, datetime.datetime):
            looked_at = self.looked_at.isoformat()
        else:
            looked_at = self.looked_at

        next_look_at: None | str
        if isinstance(self.next_look_at, datetime.datetime):
            next_look_at = self.next_look_at.isoformat()
        else:
            next_look_at = self.next_look_at

        problem = self.problem

        vanished_at: None | str
        if isinstance(self.vanished_at, datetime.datetime):
            vanished_at = self.vanished_at.isoformat()
        else:
            vanished_at = self.vanished_at

        vanished_topics = self.vanished_topics

        topics = []
        for topics_item_data in self.topics:
            topics_item = topics_item_data.to_dict()
            topics.append(topics_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "is_kept": is_kept,
                "wanted_api_version": wanted_api_version,
                "looked_at": looked_at,
                "next_look_at": next_look_at,
                "problem": problem,
                "vanished_at": vanished_at,
                "vanished_topics": vanished_topics,
                "topics": topics,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.subscription import Subscription  # noqa: PLC0415

        d = dict(src_dict)
        is_kept = d.pop("is_kept")

        wanted_api_version = d.pop("wanted_api_version")

        def _parse_looked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                looked_at_type_0 = datetime.datetime.fromisoformat(data)

                return looked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        looked_at = _parse_looked_at(d.pop("looked_at"))

        def _parse_next_look_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_look_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_look_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_look_at = _parse_next_look_at(d.pop("next_look_at"))

        problem = d.pop("problem")

        def _parse_vanished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                vanished_at_type_0 = datetime.datetime.fromisoformat(data)

                return vanished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        vanished_at = _parse_vanished_at(d.pop("vanished_at"))

        vanished_topics = cast(list[str], d.pop("vanished_topics"))

        topics = []
        _topics = d.pop("topics")
        for topics_item_data in _topics:
            topics_item = Subscription.from_dict(topics_item_data)

            topics.append(topics_item)

        _made = cls(
            is_kept=is_kept,
            wanted_api_version=wanted_api_version,
            looked_at=looked_at,
            next_look_at=next_look_at,
            problem=problem,
            vanished_at=vanished_at,
            vanished_topics=vanished_topics,
            topics=topics,
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
