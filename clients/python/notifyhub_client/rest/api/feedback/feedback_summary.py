import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.summary import Summary
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/feedback/summary/",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Summary:
    if response.status_code == 200:
        response_200 = Summary.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Summary]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[Summary]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        since=since,
        store=store,
        until=until,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Summary:
    """Add feedback up

     By kind of mail, template and variant. A share is told where at least ten spoke.

    Args:
        since (datetime.datetime | Unset):
        store (UUID | Unset):
        until (datetime.datetime | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Summary
    """

    return sync_detailed(
        client=client,
        since=since,
        store=store,
        until=until,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Response[Summary]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        since=since,
        store=store,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    since: datetime.datetime | Unset = UNSET,
    store: UUID | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
) -> Summary:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            since=since,
            store=store,
            until=until,
        )
    ).parsed
