from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.products import Products
from ...models.products_input import ProductsInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    public_id: UUID,
    collection: int,
    *,
    body: ProductsInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/stores/{public_id}/collections/{collection}/products/".format(
            public_id=quote(str(public_id), safe=""),
            collection=quote(str(collection), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Products:
    if response.status_code == 200:
        response_200 = Products.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Products]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    public_id: UUID,
    collection: int,
    *,
    client: AuthenticatedClient,
    body: ProductsInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Products]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        public_id=public_id,
        collection=collection,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    public_id: UUID,
    collection: int,
    *,
    client: AuthenticatedClient,
    body: ProductsInput,
    idempotency_key: str | Unset = UNSET,
) -> Products:
    """Set the products of a collection

     These and no others are in it, so that a collection's processing time finds them.

    To say the same twice changes nothing. 409 `delivery-rule-refused`.

    Args:
        public_id (UUID):
        collection (int):
        idempotency_key (str | Unset):
        body (ProductsInput):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Products
    """

    return sync_detailed(
        public_id=public_id,
        collection=collection,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    public_id: UUID,
    collection: int,
    *,
    client: AuthenticatedClient,
    body: ProductsInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Products]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        public_id=public_id,
        collection=collection,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    public_id: UUID,
    collection: int,
    *,
    client: AuthenticatedClient,
    body: ProductsInput,
    idempotency_key: str | Unset = UNSET,
) -> Products:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            public_id=public_id,
            collection=collection,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
