from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.attempt_request_headers import AttemptRequestHeaders
    from ..models.attempt_response_headers import AttemptResponseHeaders


T = TypeVar("T", bound="Attempt")


@_attrs_define
class Attempt:
    """One call, and what came back.

    Attributes:
        number (int):
        at (datetime.datetime):
        seconds (float):
        url (str):
        request_headers (AttemptRequestHeaders): As they were sent; the signature is masked
        status (int | None): Null: no answer came
        response_headers (AttemptResponseHeaders):
        response_body (str): Its first 4,096 bytes
        error (str): In words; empty: it was delivered
    """

    number: int
    at: datetime.datetime
    seconds: float
    url: str
    request_headers: AttemptRequestHeaders
    status: int | None
    response_headers: AttemptResponseHeaders
    response_body: str
    error: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        at = self.at.isoformat()

        seconds = self.seconds

        url = self.url

        request_headers = self.request_headers.to_dict()

        status: int | None
        status = self.status

        response_headers = self.response_headers.to_dict()

        response_body = self.response_body

        error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "at": at,
                "seconds": seconds,
                "url": url,
                "request_headers": request_headers,
                "status": status,
                "response_headers": response_headers,
                "response_body": response_body,
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attempt_request_headers import AttemptRequestHeaders  # noqa: PLC0415
        from ..models.attempt_response_headers import AttemptResponseHeaders  # noqa: PLC0415

        d = dict(src_dict)
        number = d.pop("number")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        seconds = d.pop("seconds")

        url = d.pop("url")

        request_headers = AttemptRequestHeaders.from_dict(d.pop("request_headers"))

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))

        response_headers = AttemptResponseHeaders.from_dict(d.pop("response_headers"))

        response_body = d.pop("response_body")

        error = d.pop("error")

        _made = cls(
            number=number,
            at=at,
            seconds=seconds,
            url=url,
            request_headers=request_headers,
            status=status,
            response_headers=response_headers,
            response_body=response_body,
            error=error,
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
