from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.promo_pool_page import PromoPoolPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/promo-pools/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PromoPoolPage:
    if response.status_code == 200:
        response_200 = PromoPoolPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[PromoPoolPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[PromoPoolPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cursor=cursor,
        limit=limit,
        store=store,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> PromoPoolPage:
    """List pools of discount codes

     Pools of the stores that the key reaches, newest first, with what is left in each.

    Args:
        cursor (str | Unset):
        limit (int | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        PromoPoolPage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        limit=limit,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[PromoPoolPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cursor=cursor,
        limit=limit,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> PromoPoolPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            limit=limit,
            store=store,
        )
    ).parsed
