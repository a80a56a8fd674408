import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.fact_page import FactPage
from ...models.figures_behind_kind import FiguresBehindKind
from ...models.figures_behind_what import FiguresBehindWhat
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    campaign: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    kind: FiguresBehindKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    medium: str | Unset = UNSET,
    product: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    since: datetime.date,
    source: str | Unset = UNSET,
    store: UUID,
    template: UUID | Unset = UNSET,
    until: datetime.date,
    variant: str | Unset = UNSET,
    what: FiguresBehindWhat,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["campaign"] = campaign

    params["cursor"] = cursor

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["limit"] = limit

    params["locale"] = locale

    params["medium"] = medium

    params["product"] = product

    params["ref"] = ref

    json_since = since.isoformat()
    params["since"] = json_since

    params["source"] = source

    json_store = str(store)
    params["store"] = json_store

    json_template: str | Unset = UNSET
    if not isinstance(template, Unset):
        json_template = str(template)
    params["template"] = json_template

    json_until = until.isoformat()
    params["until"] = json_until

    params["variant"] = variant

    json_what: str = what
    params["what"] = json_what

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/figures/behind/",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> FactPage:
    if response.status_code == 200:
        response_200 = FactPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FactPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    campaign: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    kind: FiguresBehindKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    medium: str | Unset = UNSET,
    product: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    since: datetime.date,
    source: str | Unset = UNSET,
    store: UUID,
    template: UUID | Unset = UNSET,
    until: datetime.date,
    variant: str | Unset = UNSET,
    what: FiguresBehindWhat,
) -> Response[FactPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        campaign=campaign,
        cursor=cursor,
        kind=kind,
        limit=limit,
        locale=locale,
        medium=medium,
        product=product,
        ref=ref,
        since=since,
        source=source,
        store=store,
        template=template,
        until=until,
        variant=variant,
        what=what,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    campaign: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    kind: FiguresBehindKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    medium: str | Unset = UNSET,
    product: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    since: datetime.date,
    source: str | Unset = UNSET,
    store: UUID,
    template: UUID | Unset = UNSET,
    until: datetime.date,
    variant: str | Unset = UNSET,
    what: FiguresBehindWhat,
) -> FactPage:
    """List what is behind a figure

     The orders and messages of one store that a figure of `figures/` counts, newest first.

    Of messages this needs the verb `VIEW_MESSAGES` as well.

    Args:
        campaign (str | Unset):
        cursor (str | Unset):
        kind (FiguresBehindKind | Unset):
        limit (int | Unset):
        locale (str | Unset):
        medium (str | Unset):
        product (str | Unset):
        ref (str | Unset):
        since (datetime.date):
        source (str | Unset):
        store (UUID):
        template (UUID | Unset):
        until (datetime.date):
        variant (str | Unset):
        what (FiguresBehindWhat):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        FactPage
    """

    return sync_detailed(
        client=client,
        campaign=campaign,
        cursor=cursor,
        kind=kind,
        limit=limit,
        locale=locale,
        medium=medium,
        product=product,
        ref=ref,
        since=since,
        source=source,
        store=store,
        template=template,
        until=until,
        variant=variant,
        what=what,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    campaign: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    kind: FiguresBehindKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    medium: str | Unset = UNSET,
    product: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    since: datetime.date,
    source: str | Unset = UNSET,
    store: UUID,
    template: UUID | Unset = UNSET,
    until: datetime.date,
    variant: str | Unset = UNSET,
    what: FiguresBehindWhat,
) -> Response[FactPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        campaign=campaign,
        cursor=cursor,
        kind=kind,
        limit=limit,
        locale=locale,
        medium=medium,
        product=product,
        ref=ref,
        since=since,
        source=source,
        store=store,
        template=template,
        until=until,
        variant=variant,
        what=what,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    campaign: str | Unset = UNSET,
    cursor: str | Unset = UNSET,
    kind: FiguresBehindKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    locale: str | Unset = UNSET,
    medium: str | Unset = UNSET,
    product: str | Unset = UNSET,
    ref: str | Unset = UNSET,
    since: datetime.date,
    source: str | Unset = UNSET,
    store: UUID,
    template: UUID | Unset = UNSET,
    until: datetime.date,
    variant: str | Unset = UNSET,
    what: FiguresBehindWhat,
) -> FactPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            campaign=campaign,
            cursor=cursor,
            kind=kind,
            limit=limit,
            locale=locale,
            medium=medium,
            product=product,
            ref=ref,
            since=since,
            source=source,
            store=store,
            template=template,
            until=until,
            variant=variant,
            what=what,
        )
    ).parsed
