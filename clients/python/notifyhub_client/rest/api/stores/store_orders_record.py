from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.taken_order import TakenOrder
from ...models.taken_order_input import TakenOrderInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    body: TakenOrderInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/stores/{public_id}/orders/".format(
            public_id=quote(str(public_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> TakenOrder:
    if response.status_code == 200:
        response_200 = TakenOrder.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = TakenOrder.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[TakenOrder]:
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
    body: TakenOrderInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[TakenOrder]:
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
    body: TakenOrderInput,
    idempotency_key: str | Unset = UNSET,
) -> TakenOrder:
    """Bring in an order

     Tell of an order that another system took: it goes the way of Shopify's own.

    It is recorded, its days are promised, and its buyer gets the confirmation, if the store
    sends that. The same `external_id` again is the same order: 200 instead of 201, what
    changed counts, and nothing is said twice. An order placed before the store began to send
    is recorded, and its mail held.

    Args:
        public_id (UUID):
        idempotency_key (str | Unset):
        body (TakenOrderInput): The order as it stands. To change it send the whole of it again
            with the same id.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        TakenOrder
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
    body: TakenOrderInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[TakenOrder]:
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
    body: TakenOrderInput,
    idempotency_key: str | Unset = UNSET,
) -> TakenOrder:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
