from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.buyer_request_page import BuyerRequestPage
from ...models.requests_list_kind import RequestsListKind
from ...models.requests_list_state import RequestsListState
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    kind: RequestsListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RequestsListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["limit"] = limit

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/requests/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BuyerRequestPage:
    if response.status_code == 200:
        response_200 = BuyerRequestPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[BuyerRequestPage]:
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
    kind: RequestsListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RequestsListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[BuyerRequestPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cursor=cursor,
        kind=kind,
        limit=limit,
        state=state,
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
    kind: RequestsListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RequestsListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> BuyerRequestPage:
    """List what buyers ask for

     New delivery addresses, problems and returns asked for on status pages, newest first.

    Args:
        cursor (str | Unset):
        kind (RequestsListKind | Unset):
        limit (int | Unset):
        state (RequestsListState | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        BuyerRequestPage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        kind=kind,
        limit=limit,
        state=state,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    kind: RequestsListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RequestsListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[BuyerRequestPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cursor=cursor,
        kind=kind,
        limit=limit,
        state=state,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    kind: RequestsListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RequestsListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> BuyerRequestPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            kind=kind,
            limit=limit,
            state=state,
            store=store,
        )
    ).parsed
