from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.scan import Scan
from ...models.scan_input import ScanInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    body: ScanInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/parcels/{public_id}/scans/".format(
            public_id=quote(str(public_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Scan:
    if response.status_code == 200:
        response_200 = Scan.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Scan.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Scan]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ScanInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Scan]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ScanInput,
    idempotency_key: str | Unset = UNSET,
) -> Scan:
    """Say where a parcel is

     It moves the parcel as a carrier's word does, and tells the buyer what a mail is for.

    201: it is new. 200: the same was said before. 409 `scan-lies-ahead`,
    `scan-too-long-ago`.

    Args:
        public_id (UUID):
        idempotency_key (str | Unset):
        body (ScanInput):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Scan
    """

    return sync_detailed(
        public_id=public_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ScanInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Scan]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: ScanInput,
    idempotency_key: str | Unset = UNSET,
) -> Scan:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
