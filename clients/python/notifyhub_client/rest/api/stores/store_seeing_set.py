from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.seeing import Seeing
from ...models.seeing_input import SeeingInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    *,
    body: SeeingInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/stores/{public_id}/seeing/".format(
            public_id=quote(str(public_id), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Seeing:
    if response.status_code == 200:
        response_200 = Seeing.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Seeing]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeeingInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Seeing]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeeingInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Seeing:
    """Decide what a store sees of readers

     It holds from the next mail on. An empty `mode` leaves it to the law of the country.

    409 `basis-missing`: to see each reader needs a `basis`. 409 `no-domain`: one of
    `link_domains` is no host name.

    Args:
        public_id (UUID):
        idempotency_key (str | Unset):
        body (SeeingInput | Unset): What is left out stays as it is; a `mode` needs its `basis`
            with it.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Seeing
    """

    return sync_detailed(
        public_id=public_id,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeeingInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Seeing]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    *,
    client: AuthenticatedClient,
    body: SeeingInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Seeing:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
