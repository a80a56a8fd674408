from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.order_batch_input import OrderBatchInput
from ...models.orders_foreseen import OrdersForeseen
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: OrderBatchInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/order-batches/dry-run/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> OrdersForeseen:
    if response.status_code == 200:
        response_200 = OrdersForeseen.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[OrdersForeseen]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: OrderBatchInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[OrdersForeseen]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: OrderBatchInput,
    idempotency_key: str | Unset = UNSET,
) -> OrdersForeseen:
    """See which orders would be archived

     How many orders the filters find. Changes nothing.

    Args:
        idempotency_key (str | Unset):
        body (OrderBatchInput): Filters of the list of orders; what is left out is any.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        OrdersForeseen
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: OrderBatchInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[OrdersForeseen]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: OrderBatchInput,
    idempotency_key: str | Unset = UNSET,
) -> OrdersForeseen:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
