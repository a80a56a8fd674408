from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tracking_domain_out_state_enum import (
    TrackingDomainOutStateEnum,
    check_tracking_domain_out_state_enum,
)

if TYPE_CHECKING:
    from ..models.dns_record import DnsRecord


T = TypeVar("T", bound="TrackingDomain")


@_attrs_define
class TrackingDomain:
    """The domain that tracked links are to begin with. Empty: ours.

    Attributes:
        domain (str):
        state (TrackingDomainOutStateEnum): * `UNSEEN` - Not looked at yet
            * `LIVE` - In use
            * `MISSING` - No record
            * `ELSEWHERE` - Leads elsewhere
            * `UNREACHABLE` - Does not answer
            * `TAKEN` - Another agency's
        explanation (str):
        links_begin_with (str): In mails that leave now
        looked_at (datetime.datetime | None):
        lost_at (datetime.datetime | None): Since when it is proven no more: mails that left name it still
        wanted (list[DnsRecord]): What to paste into the domain's DNS
    """

    domain: str
    state: TrackingDomainOutStateEnum
    explanation: str
    links_begin_with: str
    looked_at: datetime.datetime | None
    lost_at: datetime.datetime | None
    wanted: list[DnsRecord]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        domain = self.domain

        state: str = self.state

        explanation = self.explanation

        links_begin_with = self.links_begin_with

        looked_at: None | str
        if isinstance(self.looked_at, datetime.datetime):
            looked_at = self.looked_at.isoformat()
        else:
            looked_at = self.looked_at

        lost_at: None | str
        if isinstance(self.lost_at, datetime.datetime):
            lost_at = self.lost_at.isoformat()
        else:
            lost_at = self.lost_at

        wanted = []
        for wanted_item_data in self.wanted:
            wanted_item = wanted_item_data.to_dict()
            wanted.append(wanted_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "domain": domain,
                "state": state,
                "explanation": explanation,
                "links_begin_with": links_begin_with,
                "looked_at": looked_at,
                "lost_at": lost_at,
                "wanted": wanted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dns_record import DnsRecord  # noqa: PLC0415

        d = dict(src_dict)
        domain = d.pop("domain")

        state = check_tracking_domain_out_state_enum(d.pop("state"))

        explanation = d.pop("explanation")

        links_begin_with = d.pop("links_begin_with")

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

        def _parse_lost_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lost_at_type_0 = datetime.datetime.fromisoformat(data)

                return lost_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        lost_at = _parse_lost_at(d.pop("lost_at"))

        wanted = []
        _wanted = d.pop("wanted")
        for wanted_item_data in _wanted:
            wanted_item = DnsRecord.from_dict(wanted_item_data)

            wanted.append(wanted_item)

        _made = cls(
            domain=domain,
            state=state,
            explanation=explanation,
            links_begin_with=links_begin_with,
            looked_at=looked_at,
            lost_at=lost_at,
            wanted=wanted,
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
