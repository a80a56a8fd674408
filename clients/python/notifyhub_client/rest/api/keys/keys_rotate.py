from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.new_key import NewKey
from ...types import UNSET, Response, Unset


def _get_kwargs(
    lookup: str,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/keys/{lookup}/rotate/".format(
            lookup=quote(str(lookup), safe=""),
        ),
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> NewKey:
    if response.status_code == 201:
        response_201 = NewKey.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[NewKey]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    lookup: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> Response[NewKey]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        lookup=lookup,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    lookup: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> NewKey:
    """Rotate a key

     Make a key with the same reach; the old one works for one more day.

    409 `key-is-over`: it is revoked or expired. 409 `key-beyond-reach`: it may more than you.

    Args:
        lookup (str):
        idempotency_key (str | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        NewKey
    """

    return sync_detailed(
        lookup=lookup,
        client=client,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    lookup: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> Response[NewKey]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        lookup=lookup,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    lookup: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> NewKey:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            lookup=lookup,
            client=client,
            idempotency_key=idempotency_key,
        )
    ).parsed
