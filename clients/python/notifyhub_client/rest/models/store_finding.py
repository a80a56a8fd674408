from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.finding_kind import FindingKind, check_finding_kind
from ..models.health_severity import HealthSeverity, check_health_severity

T = TypeVar("T", bound="StoreFinding")


@_attrs_define
class StoreFinding:
    """One thing that is, or was, wrong with a store.

    Attributes:
        id (UUID):
        kind (FindingKind): * `DISCONNECTED` - Disconnected from Shopify
            * `NO_SECRET` - Webhooks are refused
            * `CONNECTION` - Shopify cannot be asked
            * `SENDER` - Mail server refuses
            * `FAILED` - Mails could not be sent
            * `TWICE` - Mails go out twice
            * `LINKS` - Links lead nowhere
            * `SILENT` - No order, unlike usual
            * `LAG` - Webhooks wait to be handled
            * `BOUNCES` - Many mails come back
            * `COMPLAINTS` - Many mails are marked as spam
            * `SUBSCRIPTIONS` - Shopify stopped telling us
            * `MISSED` - Orders that no webhook told of
            * `UNKNOWN` - Mails that may have been sent
            * `HELD` - Mails are held
            * `ADDRESSES` - Wrong addresses
            * `PARCELS` - Parcels to look after
            * `ASIDE` - Webhooks kept aside
            * `DOMAIN` - A sending domain needs somebody
            * `EXPORTS` - Buyers ask for their data
            * `RULES` - Automations stopped by themselves
            * `CODES` - Discount codes ran out
            * `AUDITS` - Audits are overdue
            * `PAUSED` - The store is paused
        severity (HealthSeverity):
        count (int): How many; 500 stands for that many or more, 0 where nothing is counted
        explanation (str): In words
        opened_at (datetime.datetime):
        closed_at (datetime.datetime | None): Null: it still is
    """

    id: UUID
    kind: FindingKind
    severity: HealthSeverity
    count: int
    explanation: str
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kind: str = self.kind

        severity: str = self.severity

        count = self.count

        explanation = self.explanation

        opened_at = self.opened_at.isoformat()

        closed_at: None | str
        if isinstance(self.closed_at, datetime.datetime):
            closed_at = self.closed_at.isoformat()
        else:
            closed_at = self.closed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "severity": severity,
                "count": count,
                "explanation": explanation,
                "opened_at": opened_at,
                "closed_at": closed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = check_finding_kind(d.pop("kind"))

        severity = check_health_severity(d.pop("severity"))

        count = d.pop("count")

        explanation = d.pop("explanation")

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_closed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                closed_at_type_0 = datetime.datetime.fromisoformat(data)

                return closed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        closed_at = _parse_closed_at(d.pop("closed_at"))

        _made = cls(
            id=id,
            kind=kind,
            severity=severity,
            count=count,
            explanation=explanation,
            opened_at=opened_at,
            closed_at=closed_at,
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
