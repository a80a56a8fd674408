from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.store_in_full import StoreInFull
from ...models.store_input import StoreInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: StoreInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/stores/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> StoreInFull:
    if response.status_code == 201:
        response_201 = StoreInFull.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[StoreInFull]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: StoreInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[StoreInFull]:
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
    body: StoreInput,
    idempotency_key: str | Unset = UNSET,
) -> StoreInFull:
    """Connect a store

     It sends from now on; enter `webhook_address` at Shopify.

    Only for who sees all stores of the agency; a test key connects sandboxes. 409
    `shop-is-taken`: one shop belongs to one agency.

    Args:
        idempotency_key (str | Unset):
        body (StoreInput): A shop to be connected.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        StoreInFull
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: StoreInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[StoreInFull]:
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
    body: StoreInput,
    idempotency_key: str | Unset = UNSET,
) -> StoreInFull:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
