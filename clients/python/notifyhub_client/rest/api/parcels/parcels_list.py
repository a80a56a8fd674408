import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.parcel_page import ParcelPage
from ...models.parcels_list_direction import ParcelsListDirection
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    carrier: str | Unset = UNSET,
    created_since: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    direction: ParcelsListDirection | Unset = UNSET,
    expand: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    number: str | Unset = UNSET,
    order: UUID | Unset = UNSET,
    state: str | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["carrier"] = carrier

    json_created_since: str | Unset = UNSET
    if not isinstance(created_since, Unset):
        json_created_since = created_since.isoformat()
    params["created_since"] = json_created_since

    params["cursor"] = cursor

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction

    params["direction"] = json_direction

    params["expand"] = expand

    params["limit"] = limit

    params["number"] = number

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = str(order)
    params["order"] = json_order

    params["state"] = state

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/parcels/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ParcelPage:
    if response.status_code == 200:
        response_200 = ParcelPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ParcelPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    carrier: str | Unset = UNSET,
    created_since: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    direction: ParcelsListDirection | Unset = UNSET,
    expand: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    number: str | Unset = UNSET,
    order: UUID | Unset = UNSET,
    state: str | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[ParcelPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        carrier=carrier,
        created_since=created_since,
        cursor=cursor,
        direction=direction,
        expand=expand,
        limit=limit,
        number=number,
        order=order,
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
    carrier: str | Unset = UNSET,
    created_since: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    direction: ParcelsListDirection | Unset = UNSET,
    expand: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    number: str | Unset = UNSET,
    order: UUID | Unset = UNSET,
    state: str | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> ParcelPage:
    """List parcels

     Parcels of the stores that the key reaches, newest first.

    Args:
        carrier (str | Unset):
        created_since (datetime.datetime | Unset):
        cursor (str | Unset):
        direction (ParcelsListDirection | Unset):
        expand (str | Unset):
        limit (int | Unset):
        number (str | Unset):
        order (UUID | Unset):
        state (str | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        ParcelPage
    """

    return sync_detailed(
        client=client,
        carrier=carrier,
        created_since=created_since,
        cursor=cursor,
        direction=direction,
        expand=expand,
        limit=limit,
        number=number,
        order=order,
        state=state,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    carrier: str | Unset = UNSET,
    created_since: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    direction: ParcelsListDirection | Unset = UNSET,
    expand: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    number: str | Unset = UNSET,
    order: UUID | Unset = UNSET,
    state: str | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[ParcelPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        carrier=carrier,
        created_since=created_since,
        cursor=cursor,
        direction=direction,
        expand=expand,
        limit=limit,
        number=number,
        order=order,
        state=state,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    carrier: str | Unset = UNSET,
    created_since: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    direction: ParcelsListDirection | Unset = UNSET,
    expand: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    number: str | Unset = UNSET,
    order: UUID | Unset = UNSET,
    state: str | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> ParcelPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            carrier=carrier,
            created_since=created_since,
            cursor=cursor,
            direction=direction,
            expand=expand,
            limit=limit,
            number=number,
            order=order,
            state=state,
            store=store,
        )
    ).parsed
