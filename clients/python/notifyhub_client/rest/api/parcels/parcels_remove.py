from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.parcel import Parcel
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    because: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["because"] = because

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/parcels/{public_id}/".format(
            public_id=quote(str(public_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Parcel:
    if response.status_code == 200:
        response_200 = Parcel.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Parcel]:
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
    because: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Parcel]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        because=because,
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
    because: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Parcel:
    """Take a parcel away

     Take away one that was added by mistake; the timeline keeps what was said of it.

    409 `parcel-is-shopifys`, `no-reason`.

    Args:
        public_id (UUID):
        because (str | Unset):
        idempotency_key (str | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Parcel
    """

    return sync_detailed(
        public_id=public_id,
        client=client,
        because=because,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    because: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Parcel]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        because=because,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    because: str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Parcel:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            because=because,
            idempotency_key=idempotency_key,
        )
    ).parsed
