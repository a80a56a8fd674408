from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.suppression_page import SuppressionPage
from ...models.suppressions_list_cause import SuppressionsListCause
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    address: str | Unset = UNSET,
    cause: SuppressionsListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    is_lifted: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["address"] = address

    json_cause: str | Unset = UNSET
    if not isinstance(cause, Unset):
        json_cause = cause

    params["cause"] = json_cause

    params["cursor"] = cursor

    params["is_lifted"] = is_lifted

    params["limit"] = limit

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/suppressions/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> SuppressionPage:
    if response.status_code == 200:
        response_200 = SuppressionPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[SuppressionPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    address: str | Unset = UNSET,
    cause: SuppressionsListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    is_lifted: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[SuppressionPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        address=address,
        cause=cause,
        cursor=cursor,
        is_lifted=is_lifted,
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
    address: str | Unset = UNSET,
    cause: SuppressionsListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    is_lifted: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> SuppressionPage:
    """List addresses not written to

     Addresses that the stores of the key do not write to, newest first.

    Args:
        address (str | Unset):
        cause (SuppressionsListCause | Unset):
        cursor (str | Unset):
        is_lifted (bool | Unset):
        limit (int | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        SuppressionPage
    """

    return sync_detailed(
        client=client,
        address=address,
        cause=cause,
        cursor=cursor,
        is_lifted=is_lifted,
        limit=limit,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    address: str | Unset = UNSET,
    cause: SuppressionsListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    is_lifted: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[SuppressionPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        address=address,
        cause=cause,
        cursor=cursor,
        is_lifted=is_lifted,
        limit=limit,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    address: str | Unset = UNSET,
    cause: SuppressionsListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    is_lifted: bool | Unset = UNSET,
    limit: int | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> SuppressionPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            address=address,
            cause=cause,
            cursor=cursor,
            is_lifted=is_lifted,
            limit=limit,
            store=store,
        )
    ).parsed
