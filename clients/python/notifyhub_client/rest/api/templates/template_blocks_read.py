from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.one_block import OneBlock
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    key: str,
    *,
    variant: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["variant"] = variant

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/templates/{public_id}/blocks/{key}/".format(
            public_id=quote(str(public_id), safe=""),
            key=quote(str(key), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> OneBlock:
    if response.status_code == 200:
        response_200 = OneBlock.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[OneBlock]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    key: str,
    *,
    client: AuthenticatedClient,
    variant: str | Unset = UNSET,
) -> Response[OneBlock]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        key=key,
        variant=variant,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    key: str,
    *,
    client: AuthenticatedClient,
    variant: str | Unset = UNSET,
) -> OneBlock:
    """Read a block of a draft

     As it would be published, with the layer it comes from.

    Args:
        public_id (UUID):
        key (str):
        variant (str | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        OneBlock
    """

    return sync_detailed(
        public_id=public_id,
        key=key,
        client=client,
        variant=variant,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    key: str,
    *,
    client: AuthenticatedClient,
    variant: str | Unset = UNSET,
) -> Response[OneBlock]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        key=key,
        variant=variant,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    key: str,
    *,
    client: AuthenticatedClient,
    variant: str | Unset = UNSET,
) -> OneBlock:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            key=key,
            client=client,
            variant=variant,
        )
    ).parsed
