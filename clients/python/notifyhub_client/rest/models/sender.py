from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel, check_channel
from ..models.security_enum import SecurityEnum, check_security_enum
from ..models.transport import Transport, check_transport

if TYPE_CHECKING:
    from ..models.sender_options import SenderOptions
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="Sender")


@_attrs_define
class Sender:
    """An account, and how it fares.

    Attributes:
        id (UUID):
        store (StoreRef): Which store.
        channel (Channel): * `EMAIL` - e-mail
            * `SMS` - text message
            * `PUSH` - notice on a device
        name (str):
        transport (Transport): * `CAPTURE` - Keep here: nothing leaves
            * `SMTP` - Mail server (SMTP)
            * `ESP` - Mail service
            * `SMS` - Text messages (Twilio or alike)
            * `PUSH` - Notices on devices
        position (int): The lowest goes first; the next takes over
        is_active (bool):
        from_email (str):
        from_name (str):
        reply_to (str):
        host (str):
        port (int):
        username (str):
        from_phone (str): Of texts: a number, a name or a pool's id
        security (SecurityEnum): * `NONE` - None
            * `STARTTLS` - STARTTLS
            * `TLS` - TLS
        service (str): The mail service, as `postmark`; empty: none
        options (SenderOptions):
        has_secret (bool): Whether a password or key is kept
        has_webhook_secret (bool):
        per_minute (int | None): Null: no limit
        connections (int):
        trouble (str): Why its messages wait; empty: they do not
        trouble_detail (str): The server's own line
        trouble_since (datetime.datetime | None):
        waits_until (datetime.datetime | None): When one message tries it again
        explanation (str): How it fares, in a sentence
    """

    id: UUID
    store: StoreRef
    channel: Channel
    name: str
    transport: Transport
    position: int
    is_active: bool
    from_email: str
    from_name: str
    reply_to: str
    host: str
    port: int
    username: str
    from_phone: str
    security: SecurityEnum
    service: str
    options: SenderOptions
    has_secret: bool
    has_webhook_secret: bool
    per_minute: int | None
    connections: int
    trouble: str
    trouble_detail: str
    trouble_since: datetime.datetime | None
    waits_until: datetime.datetime | None
    explanation: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        store = self.store.to_dict()

        channel: str = self.channel

        name = self.name

        transport: str = self.transport

        position = self.position

        is_active = self.is_active

        from_email = self.from_email

        from_name = self.from_name

        reply_to = self.reply_to

        host = self.host

        port = self.port

        username = self.username

        from_phone = self.from_phone

        security: str = self.security

        service = self.service

        options = self.options.to_dict()

        has_secret = self.has_secret

        has_webhook_secret = self.has_webhook_secret

        per_minute: int | None
        per_minute = self.per_minute

        connections = self.connections

        trouble = self.trouble

        trouble_detail = self.trouble_detail

        trouble_since: None | str
        if isinstance(self.trouble_since, datetime.datetime):
            trouble_since = self.trouble_since.isoformat()
        else:
            trouble_since = self.trouble_since

        waits_until: None | str
        if isinstance(self.waits_until, datetime.datetime):
            waits_until = self.waits_until.isoformat()
        else:
            waits_until = self.waits_until

        explanation = self.explanation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "store": store,
                "channel": channel,
                "name": name,
                "transport": transport,
                "position": position,
                "is_active": is_active,
                "from_email": from_email,
                "from_name": from_name,
                "reply_to": reply_to,
                "host": host,
                "port": port,
                "username": username,
                "from_phone": from_phone,
                "security": security,
                "service": service,
                "options": options,
                "has_secret": has_secret,
                "has_webhook_secret": has_webhook_secret,
                "per_minute": per_minute,
                "connections": connections,
                "trouble": trouble,
                "trouble_detail": trouble_detail,
                "trouble_since": trouble_since,
                "waits_until": waits_until,
                "explanation": explanation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sender_options import SenderOptions  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        store = StoreRef.from_dict(d.pop("store"))

        channel = check_channel(d.pop("channel"))

        name = d.pop("name")

        transport = check_transport(d.pop("transport"))

        position = d.pop("position")

        is_active = d.pop("is_active")

        from_email = d.pop("from_email")

        from_name = d.pop("from_name")

        reply_to = d.pop("reply_to")

        host = d.pop("host")

        port = d.pop("port")

        username = d.pop("username")

        from_phone = d.pop("from_phone")

        security = check_security_enum(d.pop("security"))

        service = d.pop("service")

        options = SenderOptions.from_dict(d.pop("options"))

        has_secret = d.pop("has_secret")

        has_webhook_secret = d.pop("has_webhook_secret")

        def _parse_per_minute(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        per_minute = _parse_per_minute(d.pop("per_minute"))

        connections = d.pop("connections")

        trouble = d.pop("trouble")

        trouble_detail = d.pop("trouble_detail")

        def _parse_trouble_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                trouble_since_type_0 = datetime.datetime.fromisoformat(data)

                return trouble_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        trouble_since = _parse_trouble_since(d.pop("trouble_since"))

        def _parse_waits_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waits_until_type_0 = datetime.datetime.fromisoformat(data)

                return waits_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        waits_until = _parse_waits_until(d.pop("waits_until"))

        explanation = d.pop("explanation")

        _made = cls(
            id=id,
            store=store,
            channel=channel,
            name=name,
            transport=transport,
            position=position,
            is_active=is_active,
            from_email=from_email,
            from_name=from_name,
            reply_to=reply_to,
            host=host,
            port=port,
            username=username,
            from_phone=from_phone,
            security=security,
            service=service,
            options=options,
            has_secret=has_secret,
            has_webhook_secret=has_webhook_secret,
            per_minute=per_minute,
            connections=connections,
            trouble=trouble,
            trouble_detail=trouble_detail,
            trouble_since=trouble_since,
            waits_until=waits_until,
            explanation=explanation,
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
