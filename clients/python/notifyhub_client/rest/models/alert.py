from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.alert_rhythm import AlertRhythm, check_alert_rhythm
from ..models.alert_severity import AlertSeverity, check_alert_severity
from ..models.finding_kind import FindingKind, check_finding_kind

if TYPE_CHECKING:
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Alert")


@_attrs_define
class Alert:
    """Who is told of what.

    Attributes:
        id (UUID):
        email (str): A person of the agency, or a mailbox
        is_person (bool): Told of stores that they see; a mailbox is told of all
        store (None | StoreRef): Null: every store
        least_severity (AlertSeverity): * `BAD` - Act now
            * `WARN` - Look this week
        kinds (list[FindingKind]): Empty: all
        rhythm (AlertRhythm): * `AT_ONCE` - At once
            * `DIGEST` - Once a day, all together
        digest_hour (int):
        quiet_from (int): The same as `quiet_until`: never quiet
        quiet_until (int):
        timezone (str):
        tells_end (bool): Also when it is over
        is_active (bool):
        actor (str):
        changed_at (datetime.datetime):
    """

    id: UUID
    email: str
    is_person: bool
    store: None | StoreRef
    least_severity: AlertSeverity
    kinds: list[FindingKind]
    rhythm: AlertRhythm
    digest_hour: int
    quiet_from: int
    quiet_until: int
    timezone: str
    tells_end: bool
    is_active: bool
    actor: str
    changed_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        id = str(self.id)

        email = self.email

        is_person = self.is_person

        store: dict[str, Any] | None
        if isinstance(self.store, StoreRef):
            store = self.store.to_dict()
        else:
            store = self.store

        least_severity: str = self.least_severity

        kinds = []
        for kinds_item_data in self.kinds:
            kinds_item: str = kinds_item_data
            kinds.append(kinds_item)

        rhythm: str = self.rhythm

        digest_hour = self.digest_hour

        quiet_from = self.quiet_from

        quiet_until = self.quiet_until

        timezone = self.timezone

        tells_end = self.tells_end

        is_active = self.is_active

        actor = self.actor

        changed_at = self.changed_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "email": email,
                "is_person": is_person,
                "store": store,
                "least_severity": least_severity,
                "kinds": kinds,
                "rhythm": rhythm,
                "digest_hour": digest_hour,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "timezone": timezone,
                "tells_end": tells_end,
                "is_active": is_active,
                "actor": actor,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        email = d.pop("email")

        is_person = d.pop("is_person")

        def _parse_store(data: object) -> None | StoreRef:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                store_type_0 = StoreRef.from_dict(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoreRef, data)

        store = _parse_store(d.pop("store"))

        least_severity = check_alert_severity(d.pop("least_severity"))

        kinds = []
        _kinds = d.pop("kinds")
        for kinds_item_data in _kinds:
            kinds_item = check_finding_kind(kinds_item_data)

            kinds.append(kinds_item)

        rhythm = check_alert_rhythm(d.pop("rhythm"))

        digest_hour = d.pop("digest_hour")

        quiet_from = d.pop("quiet_from")

        quiet_until = d.pop("quiet_until")

        timezone = d.pop("timezone")

        tells_end = d.pop("tells_end")

        is_active = d.pop("is_active")

        actor = d.pop("actor")

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        _made = cls(
            id=id,
            email=email,
            is_person=is_person,
            store=store,
            least_severity=least_severity,
            kinds=kinds,
            rhythm=rhythm,
            digest_hour=digest_hour,
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            timezone=timezone,
            tells_end=tells_end,
            is_active=is_active,
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
