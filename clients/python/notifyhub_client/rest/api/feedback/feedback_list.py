from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.feedback_list_kind import FeedbackListKind
from ...models.feedback_list_on import FeedbackListOn
from ...models.feedback_page import FeedbackPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    is_good: bool | None | Unset = UNSET,
    kind: FeedbackListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    on: FeedbackListOn | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    json_is_good: bool | None | Unset
    if isinstance(is_good, Unset):
        json_is_good = UNSET
    else:
        json_is_good = is_good
    params["is_good"] = json_is_good

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["limit"] = limit

    json_on: str | Unset = UNSET
    if not isinstance(on, Unset):
        json_on = on

    params["on"] = json_on

    json_store: str | Unset = UNSET
    if not isinstance(store, Unset):
        json_store = str(store)
    params["store"] = json_store

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/feedback/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FeedbackPage:
    if response.status_code == 200:
        response_200 = FeedbackPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[FeedbackPage]:
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
    is_good: bool | None | Unset = UNSET,
    kind: FeedbackListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    on: FeedbackListOn | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[FeedbackPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cursor=cursor,
        is_good=is_good,
        kind=kind,
        limit=limit,
        on=on,
        store=store,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_good: bool | None | Unset = UNSET,
    kind: FeedbackListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    on: FeedbackListOn | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> FeedbackPage:
    """List feedback

     What buyers said of mails and pages, the newest first.

    Args:
        cursor (str | Unset):
        is_good (bool | None | Unset):
        kind (FeedbackListKind | Unset):
        limit (int | Unset):
        on (FeedbackListOn | Unset):
        store (UUID | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        FeedbackPage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        is_good=is_good,
        kind=kind,
        limit=limit,
        on=on,
        store=store,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_good: bool | None | Unset = UNSET,
    kind: FeedbackListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    on: FeedbackListOn | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> Response[FeedbackPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cursor=cursor,
        is_good=is_good,
        kind=kind,
        limit=limit,
        on=on,
        store=store,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_good: bool | None | Unset = UNSET,
    kind: FeedbackListKind | Unset = UNSET,
    limit: int | Unset = UNSET,
    on: FeedbackListOn | Unset = UNSET,
    store: UUID | Unset = UNSET,
) -> FeedbackPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            is_good=is_good,
            kind=kind,
            limit=limit,
            on=on,
            store=store,
        )
    ).parsed
