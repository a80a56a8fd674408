import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.changes_list_deed import ChangesListDeed
from ...models.recorded_change_page import RecordedChangePage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    deed: ChangesListDeed | Unset = UNSET,
    limit: int | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    thing: str | Unset = UNSET,
    thing_id: int | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    who: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    json_deed: str | Unset = UNSET
    if not isinstance(deed, Unset):
        json_deed = deed

    params["deed"] = json_deed

    params["limit"] = limit

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    params["thing"] = thing

    params["thing_id"] = thing_id

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    params["who"] = who

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/changes/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> RecordedChangePage:
    if response.status_code == 200:
        response_200 = RecordedChangePage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[RecordedChangePage]:
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
    deed: ChangesListDeed | Unset = UNSET,
    limit: int | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    thing: str | Unset = UNSET,
    thing_id: int | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    who: str | Unset = UNSET,
) -> Response[RecordedChangePage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cursor=cursor,
        deed=deed,
        limit=limit,
        since=since,
        thing=thing,
        thing_id=thing_id,
        until=until,
        who=who,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    deed: ChangesListDeed | Unset = UNSET,
    limit: int | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    thing: str | Unset = UNSET,
    thing_id: int | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    who: str | Unset = UNSET,
) -> RecordedChangePage:
    """List what was changed

     Settings of the agency and its stores, newest first: who, through what, before, after.

    Nothing here can be edited or taken back. Orders and messages have timelines of their own.

    Args:
        cursor (str | Unset):
        deed (ChangesListDeed | Unset):
        limit (int | Unset):
        since (datetime.datetime | Unset):
        thing (str | Unset):
        thing_id (int | Unset):
        until (datetime.datetime | Unset):
        who (str | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        RecordedChangePage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        deed=deed,
        limit=limit,
        since=since,
        thing=thing,
        thing_id=thing_id,
        until=until,
        who=who,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    deed: ChangesListDeed | Unset = UNSET,
    limit: int | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    thing: str | Unset = UNSET,
    thing_id: int | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    who: str | Unset = UNSET,
) -> Response[RecordedChangePage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cursor=cursor,
        deed=deed,
        limit=limit,
        since=since,
        thing=thing,
        thing_id=thing_id,
        until=until,
        who=who,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    deed: ChangesListDeed | Unset = UNSET,
    limit: int | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    thing: str | Unset = UNSET,
    thing_id: int | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    who: str | Unset = UNSET,
) -> RecordedChangePage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            deed=deed,
            limit=limit,
            since=since,
            thing=thing,
            thing_id=thing_id,
            until=until,
            who=who,
        )
    ).parsed
