from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.tracking_mode import TrackingMode, check_tracking_mode

T = TypeVar("T", bound="Seeing")


@_attrs_define
class Seeing:
    """How a store may see its readers. `decided` is empty where the law of its country decides.

    Attributes:
        decided (BlankEnum | TrackingMode):
        in_force (TrackingMode): * `OFF` - Not seen at all
            * `AGGREGATE` - Only sums: nobody can be told from others
            * `INDIVIDUAL` - Of each reader, who may say no
        basis (str):
        decided_by (str):
        decided_at (datetime.datetime | None):
        are_links_tagged (bool):
        link_domains (list[str]):
    """

    decided: BlankEnum | TrackingMode
    in_force: TrackingMode
    basis: str
    decided_by: str
    decided_at: datetime.datetime | None
    are_links_tagged: bool
    link_domains: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        decided: str
        if isinstance(self.decided, str):
            decided = self.decided
        else:
            decided = self.decided

        in_force: str = self.in_force

        basis = self.basis

        decided_by = self.decided_by

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        are_links_tagged = self.are_links_tagged

        link_domains = self.link_domains

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "decided": decided,
                "in_force": in_force,
                "basis": basis,
                "decided_by": decided_by,
                "decided_at": decided_at,
                "are_links_tagged": are_links_tagged,
                "link_domains": link_domains,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_decided(data: object) -> BlankEnum | TrackingMode:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_type_0 = check_tracking_mode(data)

                return decided_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            decided_type_1 = check_blank_enum(data)

            return decided_type_1

        decided = _parse_decided(d.pop("decided"))

        in_force = check_tracking_mode(d.pop("in_force"))

        basis = d.pop("basis")

        decided_by = d.pop("decided_by")

        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)

                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))

        are_links_tagged = d.pop("are_links_tagged")

        link_domains = cast(list[str], d.pop("link_domains"))

        _made = cls(
            decided=decided,
            in_force=in_force,
            basis=basis,
            decided_by=decided_by,
            decided_at=decided_at,
            are_links_tagged=are_links_tagged,
            link_domains=link_domains,
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
