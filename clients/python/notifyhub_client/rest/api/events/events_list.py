import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.events import Events
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    after: str | Unset = UNSET,
    kinds: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["after"] = after

    params["kinds"] = kinds

    params["limit"] = limit

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = str(order)
    params["order"] = json_order

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/events/",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Events:
    if response.status_code == 200:
        response_200 = Events.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Events]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kinds: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[Events]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        after=after,
        kinds=kinds,
        limit=limit,
        order=order,
        since=since,
        store=store,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kinds: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Events:
    """Read events

     What happened, oldest first: the JSON that webhooks post, for programs that ask.

    Without `after` and `since` it begins with the first event. Keep `cursor`, and ask again
    with `after`: nothing is told twice, and nothing is missed. A page may be shorter than
    `limit`, or empty; there is more while `has_more` is true.

    Args:
        after (str | Unset):
        kinds (str | Unset):
        limit (int | Unset):
        order (UUID | Unset):
        since (datetime.datetime | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Events
    """

    return sync_detailed(
        client=client,
        after=after,
        kinds=kinds,
        limit=limit,
        order=order,
        since=since,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kinds: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[Events]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        after=after,
        kinds=kinds,
        limit=limit,
        order=order,
        since=since,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    kinds: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Events:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            after=after,
            kinds=kinds,
            limit=limit,
            order=order,
            since=since,
            store=store,
        )
    ).parsed
