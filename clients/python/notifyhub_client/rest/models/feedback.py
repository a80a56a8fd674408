from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.notification_kind import NotificationKind, check_notification_kind
from ..models.on_enum import OnEnum, check_on_enum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_ref import OrderRef
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Feedback")


@_attrs_define
class Feedback:
    """One buyer's thought of one mail, or of the order's page; a second one replaces it.

    Attributes:
        store (StoreRef): Which store.
        order (OrderRef): Which order.
        on (OnEnum): * `MAIL` - A mail
            * `PAGE` - The status page
        kind (BlankEnum | NotificationKind):
        is_good (bool):
        text (str): In the buyer's words; empty: none, or erased
        given_at (datetime.datetime):
        message (None | Unset | UUID): Null: of the page
    """

    store: StoreRef
    order: OrderRef
    on: OnEnum
    kind: BlankEnum | NotificationKind
    is_good: bool
    text: str
    given_at: datetime.datetime
    message: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        order = self.order.to_dict()

        on: str = self.on

        kind: str
        if isinstance(self.kind, str):
            kind = self.kind
        else:
            kind = self.kind

        is_good = self.is_good

        text = self.text

        given_at = self.given_at.isoformat()

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        elif isinstance(self.message, UUID):
            message = str(self.message)
        else:
            message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "order": order,
                "on": on,
                "kind": kind,
                "is_good": is_good,
                "text": text,
                "given_at": given_at,
            }
        )
        if message is not UNSET:
            field_dict["message"] = message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.order_ref import OrderRef  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        order = OrderRef.from_dict(d.pop("order"))

        on = check_on_enum(d.pop("on"))

        def _parse_kind(data: object) -> BlankEnum | NotificationKind:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = check_notification_kind(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            kind_type_1 = check_blank_enum(data)

            return kind_type_1

        kind = _parse_kind(d.pop("kind"))

        is_good = d.pop("is_good")

        text = d.pop("text")

        given_at = datetime.datetime.fromisoformat(d.pop("given_at"))

        def _parse_message(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                message_type_0 = UUID(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        message = _parse_message(d.pop("message", UNSET))

        _made = cls(
            store=store,
            order=order,
            on=on,
            kind=kind,
            is_good=is_good,
            text=text,
            given_at=given_at,
            message=message,
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
