import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.basket_figures import BasketFigures
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.date):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_store: None | str | Unset
    if isinstance(store, Unset):
        json_store = UNSET
    elif isinstance(store, UUID):
        json_store = str(store)
    else:
        json_store = store
    params["store"] = json_store

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.date):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/figures/baskets/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BasketFigures:
    if response.status_code == 200:
        response_200 = BasketFigures.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[BasketFigures]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> Response[BasketFigures]:
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
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> BasketFigures:
    """Read figures of baskets

     How many baskets were begun, left, reminded of and bought after all, with what they
    brought, by mail and by its wording; and why buyers say they left. Counted as it is asked.

    Args:
        since (datetime.date | None | Unset):
        store (None | Unset | UUID):
        until (datetime.date | None | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        BasketFigures
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
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> Response[BasketFigures]:
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
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> BasketFigures:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            since=since,
            store=store,
            until=until,
        )
    ).parsed
