from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.connection_kind import ConnectionKind, check_connection_kind
from ..models.lost_reason_enum import LostReasonEnum, check_lost_reason_enum
from ..models.presence_enum import PresenceEnum, check_presence_enum

if TYPE_CHECKING:
    from ..models.missing import Missing


T = TypeVar("T", bound="Presence")


@_attrs_define
class Presence:
    """The same, once the shop was asked.

    Attributes:
        kind (ConnectionKind): * `PASTED` - By token and secret of a custom app
            * `INSTALLED` - By our app in Shopify
        is_connected (bool): Whether the shop can be asked right now
        lost_reason (BlankEnum | LostReasonEnum):
        lost_at (datetime.datetime | None): Since when the store has to be connected again
        installed_at (datetime.datetime | None):
        uninstalled_at (datetime.datetime | None):
        released_at (datetime.datetime | None): Since when another agency may connect it
        scopes (list[str]):
        are_scopes_known (bool):
        missing (list[Missing]):
        presence (PresenceEnum): * `there` - there
            * `gone` - gone
            * `unknown` - unknown
    """

    kind: ConnectionKind
    is_connected: bool
    lost_reason: BlankEnum | LostReasonEnum
    lost_at: datetime.datetime | None
    installed_at: datetime.datetime | None
    uninstalled_at: datetime.datetime | None
    released_at: datetime.datetime | None
    scopes: list[str]
    are_scopes_known: bool
    missing: list[Missing]
    presence: PresenceEnum
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        is_connected = self.is_connected

        lost_reason: str
        if isinstance(self.lost_reason, str):
            lost_reason = self.lost_reason
        else:
            lost_reason = self.lost_reason

        lost_at: None | str
        if isinstance(self.lost_at, datetime.datetime):
            lost_at = self.lost_at.isoformat()
        else:
            lost_at = self.lost_at

        installed_at: None | str
        if isinstance(self.installed_at, datetime.datetime):
            installed_at = self.installed_at.isoformat()
        else:
            installed_at = self.installed_at

        uninstalled_at: None | str
        if isinstance(self.uninstalled_at, datetime.datetime):
            uninstalled_at = self.uninstalled_at.isoformat()
        else:
            uninstalled_at = self.uninstalled_at

        released_at: None | str
        if isinstance(self.released_at, datetime.datetime):
            released_at = self.released_at.isoformat()
        else:
            released_at = self.released_at

        scopes = self.scopes

        are_scopes_known = self.are_scopes_known

        missing = []
        for missing_item_data in self.missing:
            missing_item = missing_item_data.to_dict()
            missing.append(missing_item)

        presence: str = self.presence

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "is_connected": is_connected,
                "lost_reason": lost_reason,
                "lost_at": lost_at,
                "installed_at": installed_at,
                "uninstalled_at": uninstalled_at,
                "released_at": released_at,
                "scopes": scopes,
                "are_scopes_known": are_scopes_known,
                "missing": missing,
                "presence": presence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missing import Missing  # noqa: PLC0415

        d = dict(src_dict)
        kind = check_connection_kind(d.pop("kind"))

        is_connected = d.pop("is_connected")

        def _parse_lost_reason(data: object) -> BlankEnum | LostReasonEnum:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lost_reason_type_0 = check_lost_reason_enum(data)

                return lost_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            lost_reason_type_1 = check_blank_enum(data)

            return lost_reason_type_1

        lost_reason = _parse_lost_reason(d.pop("lost_reason"))

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

        def _parse_installed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                installed_at_type_0 = datetime.datetime.fromisoformat(data)

                return installed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        installed_at = _parse_installed_at(d.pop("installed_at"))

        def _parse_uninstalled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                uninstalled_at_type_0 = datetime.datetime.fromisoformat(data)

                return uninstalled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        uninstalled_at = _parse_uninstalled_at(d.pop("uninstalled_at"))

        def _parse_released_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                released_at_type_0 = datetime.datetime.fromisoformat(data)

                return released_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        released_at = _parse_released_at(d.pop("released_at"))

        scopes = cast(list[str], d.pop("scopes"))

        are_scopes_known = d.pop("are_scopes_known")

        missing = []
        _missing = d.pop("missing")
        for missing_item_data in _missing:
            missing_item = Missing.from_dict(missing_item_data)

            missing.append(missing_item)

        presence = check_presence_enum(d.pop("presence"))

        _made = cls(
            kind=kind,
            is_connected=is_connected,
            lost_reason=lost_reason,
            lost_at=lost_at,
            installed_at=installed_at,
            uninstalled_at=uninstalled_at,
            released_at=released_at,
            scopes=scopes,
            are_scopes_known=are_scopes_known,
            missing=missing,
            presence=presence,
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
