import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.listed_order_page import ListedOrderPage
from ...models.orders_list_archived import OrdersListArchived
from ...models.orders_list_message_state import (
    OrdersListMessageState,
)
from ...models.orders_list_sales_channel import (
    OrdersListSalesChannel,
)
from ...models.orders_list_stage import OrdersListStage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    archived: OrdersListArchived | Unset = UNSET,
    cursor: str | Unset = UNSET,
    email: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    financial_state: str | Unset = UNSET,
    fulfilment_state: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    message_state: OrdersListMessageState | Unset = UNSET,
    name: str | Unset = UNSET,
    number: int | Unset = UNSET,
    placed_since: datetime.datetime | Unset = UNSET,
    placed_until: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    sales_channel: OrdersListSalesChannel | Unset = UNSET,
    shopify_id: str | Unset = UNSET,
    stage: OrdersListStage | Unset = UNSET,
    store: UUID | Unset = UNSET,
    tag: str | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_archived: str | Unset = UNSET
    if not isinstance(archived, Unset):
        json_archived = archived

    params["archived"] = json_archived

    params["cursor"] = cursor

    params["email"] = email

    params["expand"] = expand

    params["external_id"] = external_id

    params["financial_state"] = financial_state

    params["fulfilment_state"] = fulfilment_state

    params["limit"] = limit

    params["locale"] = locale

    json_message_state: str | Unset = UNSET
    if not isinstance(message_state, Unset):
        json_message_state = message_state

    params["message_state"] = json_message_state

    params["name"] = name

    params["number"] = number

    json_placed_since: str | Unset = UNSET
    if not isinstance(placed_since, Unset):
        json_placed_since = placed_since.isoformat()
    params["placed_since"] = json_placed_since

    json_placed_until: str | Unset = UNSET
    if not isinstance(placed_until, Unset):
        json_placed_until = placed_until.isoformat()
    params["placed_until"] = json_placed_until

    params["q"] = q

    params["ref"] = ref

    json_sales_channel: str | Unset = UNSET
    if not isinstance(sales_channel, Unset):
        json_sales_channel = sales_channel

    params["sales_channel"] = json_sales_channel

    params["shopify_id"] = shopify_id

    json_stage: str | Unset = UNSET
    if not isinstance(stage, Unset):
        json_stage = stage

    params["stage"] = json_stage

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params["tag"] = tag

    json_updated_since: str | Unset = UNSET
    if not isinstance(updated_since, Unset):
        json_updated_since = updated_since.isoformat()
    params["updated_since"] = json_updated_since

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/orders/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ListedOrderPage:
    if response.status_code == 200:
        response_200 = ListedOrderPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ListedOrderPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    archived: OrdersListArchived | Unset = UNSET,
    cursor: str | Unset = UNSET,
    email: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    financial_state: str | Unset = UNSET,
    fulfilment_state: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    message_state: OrdersListMessageState | Unset = UNSET,
    name: str | Unset = UNSET,
    number: int | Unset = UNSET,
    placed_since: datetime.datetime | Unset = UNSET,
    placed_until: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    sales_channel: OrdersListSalesChannel | Unset = UNSET,
    shopify_id: str | Unset = UNSET,
    stage: OrdersListStage | Unset = UNSET,
    store: UUID | Unset = UNSET,
    tag: str | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
) -> Response[ListedOrderPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        archived=archived,
        cursor=cursor,
        email=email,
        expand=expand,
        external_id=external_id,
        financial_state=financial_state,
        fulfilment_state=fulfilment_state,
        limit=limit,
        locale=locale,
        message_state=message_state,
        name=name,
        number=number,
        placed_since=placed_since,
        placed_until=placed_until,
        q=q,
        ref=ref,
        sales_channel=sales_channel,
        shopify_id=shopify_id,
        stage=stage,
        store=store,
        tag=tag,
        updated_since=updated_since,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    archived: OrdersListArchived | Unset = UNSET,
    cursor: str | Unset = UNSET,
    email: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    financial_state: str | Unset = UNSET,
    fulfilment_state: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    message_state: OrdersListMessageState | Unset = UNSET,
    name: str | Unset = UNSET,
    number: int | Unset = UNSET,
    placed_since: datetime.datetime | Unset = UNSET,
    placed_until: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    sales_channel: OrdersListSalesChannel | Unset = UNSET,
    shopify_id: str | Unset = UNSET,
    stage: OrdersListStage | Unset = UNSET,
    store: UUID | Unset = UNSET,
    tag: str | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
) -> ListedOrderPage:
    """Search orders

     Orders of the stores that the key reaches, newest first.

    Args:
        archived (OrdersListArchived | Unset):
        cursor (str | Unset):
        email (str | Unset):
        expand (str | Unset):
        external_id (str | Unset):
        financial_state (str | Unset):
        fulfilment_state (str | Unset):
        limit (int | Unset):
        locale (str | Unset):
        message_state (OrdersListMessageState | Unset):
        name (str | Unset):
        number (int | Unset):
        placed_since (datetime.datetime | Unset):
        placed_until (datetime.datetime | Unset):
        q (str | Unset):
        ref (str | Unset):
        sales_channel (OrdersListSalesChannel | Unset):
        shopify_id (str | Unset):
        stage (OrdersListStage | Unset):
        store (UUID | Unset):
        tag (str | Unset):
        updated_since (datetime.datetime | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        ListedOrderPage
    """

    return sync_detailed(
        client=client,
        archived=archived,
        cursor=cursor,
        email=email,
        expand=expand,
        external_id=external_id,
        financial_state=financial_state,
        fulfilment_state=fulfilment_state,
        limit=limit,
        locale=locale,
        message_state=message_state,
        name=name,
        number=number,
        placed_since=placed_since,
        placed_until=placed_until,
        q=q,
        ref=ref,
        sales_channel=sales_channel,
        shopify_id=shopify_id,
        stage=stage,
        store=store,
        tag=tag,
        updated_since=updated_since,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    archived: OrdersListArchived | Unset = UNSET,
    cursor: str | Unset = UNSET,
    email: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    financial_state: str | Unset = UNSET,
    fulfilment_state: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    message_state: OrdersListMessageState | Unset = UNSET,
    name: str | Unset = UNSET,
    number: int | Unset = UNSET,
    placed_since: datetime.datetime | Unset = UNSET,
    placed_until: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    sales_channel: OrdersListSalesChannel | Unset = UNSET,
    shopify_id: str | Unset = UNSET,
    stage: OrdersListStage | Unset = UNSET,
    store: UUID | Unset = UNSET,
    tag: str | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
) -> Response[ListedOrderPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        archived=archived,
        cursor=cursor,
        email=email,
        expand=expand,
        external_id=external_id,
        financial_state=financial_state,
        fulfilment_state=fulfilment_state,
        limit=limit,
        locale=locale,
        message_state=message_state,
        name=name,
        number=number,
        placed_since=placed_since,
        placed_until=placed_until,
        q=q,
        ref=ref,
        sales_channel=sales_channel,
        shopify_id=shopify_id,
        stage=stage,
        store=store,
        tag=tag,
        updated_since=updated_since,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    archived: OrdersListArchived | Unset = UNSET,
    cursor: str | Unset = UNSET,
    email: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    financial_state: str | Unset = UNSET,
    fulfilment_state: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    message_state: OrdersListMessageState | Unset = UNSET,
    name: str | Unset = UNSET,
    number: int | Unset = UNSET,
    placed_since: datetime.datetime | Unset = UNSET,
    placed_until: datetime.datetime | Unset = UNSET,
    q: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    sales_channel: OrdersListSalesChannel | Unset = UNSET,
    shopify_id: str | Unset = UNSET,
    stage: OrdersListStage | Unset = UNSET,
    store: UUID | Unset = UNSET,
    tag: str | Unset = UNSET,
    updated_since: datetime.datetime | Unset = UNSET,
) -> ListedOrderPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            archived=archived,
            cursor=cursor,
            email=email,
            expand=expand,
            external_id=external_id,
            financial_state=financial_state,
            fulfilment_state=fulfilment_state,
            limit=limit,
            locale=locale,
            message_state=message_state,
            name=name,
            number=number,
            placed_since=placed_since,
            placed_until=placed_until,
            q=q,
            ref=ref,
            sales_channel=sales_channel,
            shopify_id=shopify_id,
            stage=stage,
            store=store,
            tag=tag,
            updated_since=updated_since,
        )
    ).parsed
