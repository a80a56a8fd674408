import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.figures_compare import FiguresCompare
from ...models.figures_group_by import FiguresGroupBy
from ...models.figures_kind import FiguresKind
from ...models.figures_page import FiguresPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    compare: FiguresCompare | Unset = UNSET,
    group_by: FiguresGroupBy | Unset = UNSET,
    kind: FiguresKind | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_compare: str | Unset = UNSET
    if not isinstance(compare, Unset):
        json_compare = compare

    params["compare"] = json_compare

    json_group_by: str | Unset = UNSET
    if not isinstance(group_by, Unset):
        json_group_by = group_by

    params["group_by"] = json_group_by

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

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
        "url": "/api/v1/figures/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FiguresPage:
    if response.status_code == 200:
        response_200 = FiguresPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FiguresPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    compare: FiguresCompare | Unset = UNSET,
    group_by: FiguresGroupBy | Unset = UNSET,
    kind: FiguresKind | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> Response[FiguresPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        compare=compare,
        group_by=group_by,
        kind=kind,
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
    compare: FiguresCompare | Unset = UNSET,
    group_by: FiguresGroupBy | Unset = UNSET,
    kind: FiguresKind | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> FiguresPage:
    """Read figures

     What messages did and what was sold, day by day in the store's time zone, and told apart
    by store, kind, template, variant, language, channel, source, campaign or product. A few
    seconds old. Of sources, campaigns and products the 1,000 that sold most.

    Args:
        compare (FiguresCompare | Unset):
        group_by (FiguresGroupBy | Unset):
        kind (FiguresKind | Unset):
        since (datetime.date | None | Unset):
        store (None | Unset | UUID):
        until (datetime.date | None | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        FiguresPage
    """

    return sync_detailed(
        client=client,
        compare=compare,
        group_by=group_by,
        kind=kind,
        since=since,
        store=store,
        until=until,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    compare: FiguresCompare | Unset = UNSET,
    group_by: FiguresGroupBy | Unset = UNSET,
    kind: FiguresKind | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> Response[FiguresPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        compare=compare,
        group_by=group_by,
        kind=kind,
        since=since,
        store=store,
        until=until,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    compare: FiguresCompare | Unset = UNSET,
    group_by: FiguresGroupBy | Unset = UNSET,
    kind: FiguresKind | Unset = UNSET,
    since: datetime.date | None | Unset = UNSET,
    store: None | Unset | UUID = UNSET,
    until: datetime.date | None | Unset = UNSET,
) -> FiguresPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            compare=compare,
            group_by=group_by,
            kind=kind,
            since=since,
            store=store,
            until=until,
        )
    ).parsed
