from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.blank_enum import BlankEnum, check_blank_enum
from ..models.mail_service import MailService, check_mail_service
from ..models.security_enum import SecurityEnum, check_security_enum
from ..models.transport import Transport, check_transport
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.sender_input_options import SenderInputOptions


T = TypeVar("T", bound="SenderInput")


@_attrs_define
class SenderInput:
    """A new account: last in the order of its store.

    Attributes:
        transport (Transport): * `CAPTURE` - Keep here: nothing leaves
            * `SMTP` - Mail server (SMTP)
            * `ESP` - Mail service
            * `SMS` - Text messages (Twilio or alike)
            * `PUSH` - Notices on devices
        name (str | Unset):
        is_active (bool | Unset):
        from_email (str | Unset):
        from_name (str | Unset):
        reply_to (str | Unset):
        host (str | Unset):
        port (int | Unset):
        username (str | Unset):
        from_phone (str | Unset):
        security (SecurityEnum | Unset): * `NONE` - None
            * `STARTTLS` - STARTTLS
            * `TLS` - TLS
        service (BlankEnum | MailService | Unset):
        options (SenderInputOptions | Unset): What the mail service wants besides its key, as `message_stream`
        secret (str | Unset): The password or the service's key; it is never shown again
        webhook_secret (str | Unset): By which the service signs what it reports; it is never shown again
        per_minute (int | None | Unset):
        connections (int | Unset):
    """

    transport: Transport
    name: str | Unset = UNSET
    is_active: bool | Unset = UNSET
    from_email: str | Unset = UNSET
    from_name: str | Unset = UNSET
    reply_to: str | Unset = UNSET
    host: str | Unset = UNSET
    port: int | Unset = UNSET
    username: str | Unset = UNSET
    from_phone: str | Unset = UNSET
    security: SecurityEnum | Unset = UNSET
    service: BlankEnum | MailService | Unset = UNSET
    options: SenderInputOptions | Unset = UNSET
    secret: str | Unset = UNSET
    webhook_secret: str | Unset = UNSET
    per_minute: int | None | Unset = UNSET
    connections: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        transport: str = self.transport

        name = self.name

        is_active = self.is_active

        from_email: str | Unset
        if isinstance(self.from_email, Unset):
            from_email = UNSET
        else:
            from_email = self.from_email

        from_name = self.from_name

        reply_to: str | Unset
        if isinstance(self.reply_to, Unset):
            reply_to = UNSET
        else:
            reply_to = self.reply_to

        host = self.host

        port = self.port

        username = self.username

        from_phone = self.from_phone

        security: str | Unset = UNSET
        if not isinstance(self.security, Unset):
            security = self.security

        service: str | Unset
        if isinstance(self.service, Unset):
            service = UNSET
        elif isinstance(self.service, str):
            service = self.service
        else:
            service = self.service

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        secret = self.secret

        webhook_secret = self.webhook_secret

        per_minute: int | None | Unset
        if isinstance(self.per_minute, Unset):
            per_minute = UNSET
        else:
            per_minute = self.per_minute

        connections = self.connections

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "transport": transport,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if is_active is not UNSET:
            field_dict["is_active"] = is_active
        if from_email is not UNSET:
            field_dict["from_email"] = from_email
        if from_name is not UNSET:
            field_dict["from_name"] = from_name
        if reply_to is not UNSET:
            field_dict["reply_to"] = reply_to
        if host is not UNSET:
            field_dict["host"] = host
        if port is not UNSET:
            field_dict["port"] = port
        if username is not UNSET:
            field_dict["username"] = username
        if from_phone is not UNSET:
            field_dict["from_phone"] = from_phone
        if security is not UNSET:
            field_dict["security"] = security
        if service is not UNSET:
            field_dict["service"] = service
        if options is not UNSET:
            field_dict["options"] = options
        if secret is not UNSET:
            field_dict["secret"] = secret
        if webhook_secret is not UNSET:
            field_dict["webhook_secret"] = webhook_secret
        if per_minute is not UNSET:
            field_dict["per_minute"] = per_minute
        if connections is not UNSET:
            field_dict["connections"] = connections

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sender_input_options import SenderInputOptions  # noqa: PLC0415

        d = dict(src_dict)
        transport = check_transport(d.pop("transport"))

        name = d.pop("name", UNSET)

        is_active = d.pop("is_active", UNSET)

        def _parse_from_email(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        from_email = _parse_from_email(d.pop("from_email", UNSET))

        from_name = d.pop("from_name", UNSET)

        def _parse_reply_to(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        reply_to = _parse_reply_to(d.pop("reply_to", UNSET))

        host = d.pop("host", UNSET)

        port = d.pop("port", UNSET)

        username = d.pop("username", UNSET)

        from_phone = d.pop("from_phone", UNSET)

        _security = d.pop("security", UNSET)
        security: SecurityEnum | Unset
        if isinstance(_security, Unset):
            security = UNSET
        else:
            security = check_security_enum(_security)

        def _parse_service(data: object) -> BlankEnum | MailService | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                service_type_0 = check_mail_service(data)

                return service_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, str):
                raise TypeError()
            service_type_1 = check_blank_enum(data)

            return service_type_1

        service = _parse_service(d.pop("service", UNSET))

        _options = d.pop("options", UNSET)
        options: SenderInputOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = SenderInputOptions.from_dict(_options)

        secret = d.pop("secret", UNSET)

        webhook_secret = d.pop("webhook_secret", UNSET)

        def _parse_per_minute(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        per_minute = _parse_per_minute(d.pop("per_minute", UNSET))

        connections = d.pop("connections", UNSET)

        _made = cls(
            transport=transport,
            name=name,
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
            secret=secret,
            webhook_secret=webhook_secret,
            per_minute=per_minute,
            connections=connections,
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
