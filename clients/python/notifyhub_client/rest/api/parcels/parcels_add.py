from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.parcel import Parcel
from ...models.parcel_input import ParcelInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ParcelInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/parcels/",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Parcel:
    if response.status_code == 200:
        response_200 = Parcel.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Parcel.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Parcel]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ParcelInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Parcel]:
    """As `sync`, with status and headers."""

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: ParcelInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Parcel:
    """Add a parcel

     Add a parcel to an order, before or after it is sent off at Shopify; tell the buyer.

    When Shopify names the same number, the two become one. 200: the order has this number
    already, or this `Idempotency-Key` made it more than a day ago. 409 `not-a-parcel`,
    `lines-do-not-match`, `nothing-is-sent`, `number-was-replaced`, `order-is-forgotten`,
    `parcel-not-for-shopify`.

    Args:
        idempotency_key (str | Unset):
        body (ParcelInput | Unset): What says who brings it; all may be left out if the number
            says it.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Parcel
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ParcelInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Parcel]:
    """As `sync_detailed`, awaited."""

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ParcelInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Parcel:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
