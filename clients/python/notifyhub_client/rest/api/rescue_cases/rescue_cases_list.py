from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.rescue_case_page import RescueCasePage
from ...models.rescue_cases_list_cause import RescueCasesListCause
from ...models.rescue_cases_list_state import RescueCasesListState
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cause: RescueCasesListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RescueCasesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_cause: str | Unset = UNSET
    if not isinstance(cause, Unset):
        json_cause = cause

    params["cause"] = json_cause

    params["cursor"] = cursor

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
        "url": "/api/v1/rescue-cases/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> RescueCasePage:
    if response.status_code == 200:
        response_200 = RescueCasePage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[RescueCasePage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    cause: RescueCasesListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RescueCasesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[RescueCasePage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cause=cause,
        cursor=cursor,
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
    cause: RescueCasesListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RescueCasesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> RescueCasePage:
    """List wrong addresses

     Addresses that look mistyped or proved to be wrong, newest first.

    Args:
        cause (RescueCasesListCause | Unset):
        cursor (str | Unset):
        limit (int | Unset):
        state (RescueCasesListState | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        RescueCasePage
    """

    return sync_detailed(
        client=client,
        cause=cause,
        cursor=cursor,
        limit=limit,
        state=state,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cause: RescueCasesListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RescueCasesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[RescueCasePage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cause=cause,
        cursor=cursor,
        limit=limit,
        state=state,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cause: RescueCasesListCause | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: RescueCasesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> RescueCasePage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cause=cause,
            cursor=cursor,
            limit=limit,
            state=state,
            store=store,
        )
    ).parsed
