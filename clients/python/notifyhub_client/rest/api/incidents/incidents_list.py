from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.incident_page import IncidentPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    cursor: str | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    json_is_open: bool | None | Unset
    if isinstance(is_open, Unset):
        json_is_open = UNSET
    else:
        json_is_open = is_open
    params["is_open"] = json_is_open

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/incidents/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> IncidentPage:
    if response.status_code == 200:
        response_200 = IncidentPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[IncidentPage]:
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
    is_open: bool | None | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[IncidentPage]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        cursor=cursor,
        is_open=is_open,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> IncidentPage:
    """List incidents

     What came back, failed or was marked as spam far more often than usual, newest first.

    Args:
        cursor (str | Unset):
        is_open (bool | None | Unset):
        limit (int | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        IncidentPage
    """

    return sync_detailed(
        client=client,
        cursor=cursor,
        is_open=is_open,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[IncidentPage]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        cursor=cursor,
        is_open=is_open,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    is_open: bool | None | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> IncidentPage:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            cursor=cursor,
            is_open=is_open,
            limit=limit,
        )
    ).parsed
