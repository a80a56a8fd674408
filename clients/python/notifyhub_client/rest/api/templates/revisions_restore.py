from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.revision import Revision
from ...models.why_input import WhyInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    number: int,
    *,
    body: WhyInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/templates/{public_id}/revisions/{number}/restore/".format(
            public_id=quote(str(public_id), safe=""),
            number=quote(str(number), safe=""),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Revision:
    if response.status_code == 201:
        response_201 = Revision.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Revision]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient,
    body: WhyInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Revision]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient,
    body: WhyInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Revision:
    """Publish an old revision again

     Words and brand as they were then, as a new revision. The draft stays as it is.

    Args:
        public_id (UUID):
        number (int):
        idempotency_key (str | Unset):
        body (WhyInput | Unset):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Revision
    """

    return sync_detailed(
        public_id=public_id,
        number=number,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient,
    body: WhyInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Revision]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    number: int,
    *,
    client: AuthenticatedClient,
    body: WhyInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Revision:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            number=number,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
