import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.message_row_page import MessageRowPage
from ...models.messages_list_arrival import MessagesListArrival
from ...models.messages_list_channel import MessagesListChannel
from ...models.messages_list_kind import MessagesListKind
from ...models.messages_list_state import MessagesListState
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    arm: int | Unset = UNSET,
    arrival: MessagesListArrival | Unset = UNSET,
    channel: MessagesListChannel | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    experiment: UUID | Unset = UNSET,
    kind: MessagesListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    planned_since: datetime.datetime | Unset = UNSET,
    planned_until: datetime.datetime | Unset = UNSET,
    recipient: str | Unset = UNSET,
    sent_since: datetime.datetime | Unset = UNSET,
    state: MessagesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["arm"] = arm

    json_arrival: str | Unset = UNSET
    if not isinstance(arrival, Unset):
        json_arrival = arrival

    params["arrival"] = json_arrival

    json_channel: str | Unset = UNSET
    if not isinstance(channel, Unset):
        json_channel = channel

    params["channel"] = json_channel

    params["cursor"] = cursor

    params["expand"] = expand

    json_experiment: str | Unset = UNSET
    if not isinstance(experiment, Unset):
        json_experiment = str(experiment)
    params["experiment"] = json_experiment

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["limit"] = limit

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = str(order)
    params["order"] = json_order

    json_planned_since: str | Unset = UNSET
    if not isinstance(planned_since, Unset):
        json_planned_since = planned_since.isoformat()
    params["planned_since"] = json_planned_since

    json_planned_until: str | Unset = UNSET
    if not isinstance(planned_until, Unset):
        json_planned_until = planned_until.isoformat()
    params["planned_until"] = json_planned_until

    params["recipient"] = recipient

    json_sent_since: str | Unset = UNSET
    if not isinstance(sent_since, Unset):
        json_sent_since = sent_since.isoformat()
    params["sent_since"] = json_sent_since

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
        "url": "/api/v1/messages/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> MessageRowPage:
    if response.status_code == 200:
        response_200 = MessageRowPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[MessageRowPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    arm: int | Unset = UNSET,
    arrival: MessagesListArrival | Unset = UNSET,
    channel: MessagesListChannel | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    experiment: UUID | Unset = UNSET,
    kind: MessagesListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    planned_since: datetime.datetime | Unset = UNSET,
    planned_until: datetime.datetime | Unset = UNSET,
    recipient: str | Unset = UNSET,
    sent_since: datetime.datetime | Unset = UNSET,
    state: MessagesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[MessageRowPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        arm=arm,
        arrival=arrival,
        channel=channel,
        cursor=cursor,
        expand=expand,
        experiment=experiment,
        kind=kind,
        limit=limit,
        order=order,
        planned_since=planned_since,
        planned_until=planned_until,
        recipient=recipient,
        sent_since=sent_since,
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
    arm: int | Unset = UNSET,
    arrival: MessagesListArrival | Unset = UNSET,
    channel: MessagesListChannel | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    experiment: UUID | Unset = UNSET,
    kind: MessagesListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    planned_since: datetime.datetime | Unset = UNSET,
    planned_until: datetime.datetime | Unset = UNSET,
    recipient: str | Unset = UNSET,
    sent_since: datetime.datetime | Unset = UNSET,
    state: MessagesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> MessageRowPage:
    """List messages

     Messages of the stores that the key reaches, newest first.

    Args:
        arm (int | Unset):
        arrival (MessagesListArrival | Unset):
        channel (MessagesListChannel | Unset):
        cursor (str | Unset):
        expand (str | Unset):
        experiment (UUID | Unset):
        kind (MessagesListKind | Unset):
        limit (int | Unset):
        order (UUID | Unset):
        planned_since (datetime.datetime | Unset):
        planned_until (datetime.datetime | Unset):
        recipient (str | Unset):
        sent_since (datetime.datetime | Unset):
        state (MessagesListState | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        MessageRowPage
    """

    return sync_detailed(
        client=client,
        arm=arm,
        arrival=arrival,
        channel=channel,
        cursor=cursor,
        expand=expand,
        experiment=experiment,
        kind=kind,
        limit=limit,
        order=order,
        planned_since=planned_since,
        planned_until=planned_until,
        recipient=recipient,
        sent_since=sent_since,
        state=state,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    arm: int | Unset = UNSET,
    arrival: MessagesListArrival | Unset = UNSET,
    channel: MessagesListChannel | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    experiment: UUID | Unset = UNSET,
    kind: MessagesListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    planned_since: datetime.datetime | Unset = UNSET,
    planned_until: datetime.datetime | Unset = UNSET,
    recipient: str | Unset = UNSET,
    sent_since: datetime.datetime | Unset = UNSET,
    state: MessagesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[MessageRowPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        arm=arm,
        arrival=arrival,
        channel=channel,
        cursor=cursor,
        expand=expand,
        experiment=experiment,
        kind=kind,
        limit=limit,
        order=order,
        planned_since=planned_since,
        planned_until=planned_until,
        recipient=recipient,
        sent_since=sent_since,
        state=state,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    arm: int | Unset = UNSET,
    arrival: MessagesListArrival | Unset = UNSET,
    channel: MessagesListChannel | Unset = UNSET,
    cursor: str | Unset = UNSET,
    expand: str | Unset = UNSET,
    experiment: UUID | Unset = UNSET,
    kind: MessagesListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: UUID | Unset = UNSET,
    planned_since: datetime.datetime | Unset = UNSET,
    planned_until: datetime.datetime | Unset = UNSET,
    recipient: str | Unset = UNSET,
    sent_since: datetime.datetime | Unset = UNSET,
    state: MessagesListState | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> MessageRowPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            arm=arm,
            arrival=arrival,
            channel=channel,
            cursor=cursor,
            expand=expand,
            experiment=experiment,
            kind=kind,
            limit=limit,
            order=order,
            planned_since=planned_since,
            planned_until=planned_until,
            recipient=recipient,
            sent_since=sent_since,
            state=state,
            store=store,
        )
    ).parsed
