from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.alert_rhythm import AlertRhythm, check_alert_rhythm
from ..models.alert_severity import AlertSeverity, check_alert_severity
from ..models.finding_kind import FindingKind, check_finding_kind
from ..types import UNSET, Unset

T = TypeVar("T", bound="PatchedAlertChangesInput")


@_attrs_define
class PatchedAlertChangesInput:
    """What is named is said, all else is as it was, or usual.

    Attributes:
        email (str | Unset):
        store (None | Unset | UUID): Null: every store
        least_severity (AlertSeverity | Unset): * `BAD` - Act now
            * `WARN` - Look this week
        kinds (list[FindingKind] | Unset): Empty: all
        rhythm (AlertRhythm | Unset): * `AT_ONCE` - At once
            * `DIGEST` - Once a day, all together
        digest_hour (int | Unset):
        quiet_from (int | Unset):
        quiet_until (int | Unset):
        timezone (str | Unset):
        tells_end (bool | Unset):
        is_active (bool | Unset):
    """

    email: str | Unset = UNSET
    store: None | Unset | UUID = UNSET
    least_severity: AlertSeverity | Unset = UNSET
    kinds: list[FindingKind] | Unset = UNSET
    rhythm: AlertRhythm | Unset = UNSET
    digest_hour: int | Unset = UNSET
    quiet_from: int | Unset = UNSET
    quiet_until: int | Unset = UNSET
    timezone: str | Unset = UNSET
    tells_end: bool | Unset = UNSET
    is_active: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        store: None | str | Unset
        if isinstance(self.store, Unset):
            store = UNSET
        elif isinstance(self.store, UUID):
            store = str(self.store)
        else:
            store = self.store

        least_severity: str | Unset = UNSET
        if not isinstance(self.least_severity, Unset):
            least_severity = self.least_severity

        kinds: list[str] | Unset = UNSET
        if not isinstance(self.kinds, Unset):
            kinds = []
            for kinds_item_data in self.kinds:
                kinds_item: str = kinds_item_data
                kinds.append(kinds_item)

        rhythm: str | Unset = UNSET
        if not isinstance(self.rhythm, Unset):
            rhythm = self.rhythm

        digest_hour = self.digest_hour

        quiet_from = self.quiet_from

        quiet_until = self.quiet_until

        timezone = self.timezone

        tells_end = self.tells_end

        is_active = self.is_active

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if email is not UNSET:
            field_dict["email"] = email
        if store is not UNSET:
            field_dict["store"] = store
        if least_severity is not UNSET:
            field_dict["least_severity"] = least_severity
        if kinds is not UNSET:
            field_dict["kinds"] = kinds
        if rhythm is not UNSET:
            field_dict["rhythm"] = rhythm
        if digest_hour is not UNSET:
            field_dict["digest_hour"] = digest_hour
        if quiet_from is not UNSET:
            field_dict["quiet_from"] = quiet_from
        if quiet_until is not UNSET:
            field_dict["quiet_until"] = quiet_until
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if tells_end is not UNSET:
            field_dict["tells_end"] = tells_end
        if is_active is not UNSET:
            field_dict["is_active"] = is_active

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email", UNSET)

        def _parse_store(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                store_type_0 = UUID(data)

                return store_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        store = _parse_store(d.pop("store", UNSET))

        _least_severity = d.pop("least_severity", UNSET)
        least_severity: AlertSeverity | Unset
        if isinstance(_least_severity, Unset):
            least_severity = UNSET
        else:
            least_severity = check_alert_severity(_least_severity)

        _kinds = d.pop("kinds", UNSET)
        kinds: list[FindingKind] | Unset = UNSET
        if _kinds is not UNSET:
            kinds = []
            for kinds_item_data in _kinds:
                kinds_item = check_finding_kind(kinds_item_data)

                kinds.append(kinds_item)

        _rhythm = d.pop("rhythm", UNSET)
        rhythm: AlertRhythm | Unset
        if isinstance(_rhythm, Unset):
            rhythm = UNSET
        else:
            rhythm = check_alert_rhythm(_rhythm)

        digest_hour = d.pop("digest_hour", UNSET)

        quiet_from = d.pop("quiet_from", UNSET)

        quiet_until = d.pop("quiet_until", UNSET)

        timezone = d.pop("timezone", UNSET)

        tells_end = d.pop("tells_end", UNSET)

        is_active = d.pop("is_active", UNSET)

        _made = cls(
            email=email,
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
