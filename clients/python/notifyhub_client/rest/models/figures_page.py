from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.figures import Figures
    from ..models.group import Group


T = TypeVar("T", bound="FiguresPage")


@_attrs_define
class FiguresPage:
    """Figures of a period, together and by group.

    Attributes:
        since (datetime.date):
        until (datetime.date): The last day
        compared_since (datetime.date | None):
        compared_until (datetime.date | None):
        total (Figures): Sums over the days asked for. A rate is null where nothing could be measured.
        compared_total (Figures | None):
        groups (list[Group]):
    """

    since: datetime.date
    until: datetime.date
    compared_since: datetime.date | None
    compared_until: datetime.date | None
    total: Figures
    compared_total: Figures | None
    groups: list[Group]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.figures import Figures  # noqa: PLC0415

        since = self.since.isoformat()

        until = self.until.isoformat()

        compared_since: None | str
        if isinstance(self.compared_since, datetime.date):
            compared_since = self.compared_since.isoformat()
        else:
            compared_since = self.compared_since

        compared_until: None | str
        if isinstance(self.compared_until, datetime.date):
            compared_until = self.compared_until.isoformat()
        else:
            compared_until = self.compared_until

        total = self.total.to_dict()

        compared_total: dict[str, Any] | None
        if isinstance(self.compared_total, Figures):
            compared_total = self.compared_total.to_dict()
        else:
            compared_total = self.compared_total

        groups = []
        for groups_item_data in self.groups:
            groups_item = groups_item_data.to_dict()
            groups.append(groups_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "since": since,
                "until": until,
                "compared_since": compared_since,
                "compared_until": compared_until,
                "total": total,
                "compared_total": compared_total,
                "groups": groups,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures import Figures  # noqa: PLC0415
        from ..models.group import Group  # noqa: PLC0415

        d = dict(src_dict)
        since = datetime.date.fromisoformat(d.pop("since"))

        until = datetime.date.fromisoformat(d.pop("until"))

        def _parse_compared_since(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                compared_since_type_0 = datetime.date.fromisoformat(data)

                return compared_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        compared_since = _parse_compared_since(d.pop("compared_since"))

        def _parse_compared_until(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                compared_until_type_0 = datetime.date.fromisoformat(data)

                return compared_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        compared_until = _parse_compared_until(d.pop("compared_until"))

        total = Figures.from_dict(d.pop("total"))

        def _parse_compared_total(data: object) -> Figures | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                compared_total_type_0 = Figures.from_dict(data)

                return compared_total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figures | None, data)

        compared_total = _parse_compared_total(d.pop("compared_total"))

        groups = []
        _groups = d.pop("groups")
        for groups_item_data in _groups:
            groups_item = Group.from_dict(groups_item_data)

            groups.append(groups_item)

        _made = cls(
            since=since,
            until=until,
            compared_since=compared_since,
            compared_until=compared_until,
            total=total,
            compared_total=compared_total,
            groups=groups,
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
