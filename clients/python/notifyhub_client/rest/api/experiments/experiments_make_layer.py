from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.layer import Layer
from ...models.layer_input import LayerInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: LayerInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/experiments/layers/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Layer:
    if response.status_code == 201:
        response_201 = Layer.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Layer]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: LayerInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Layer]:
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
    body: LayerInput,
    idempotency_key: str | Unset = UNSET,
) -> Layer:
    """Make a layer

     A further space of buckets, for mails of which a buyer may be in two tests at once.

    409 `layer-exists`.

    Args:
        idempotency_key (str | Unset):
        body (LayerInput):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        Layer
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: LayerInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[Layer]:
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
    body: LayerInput,
    idempotency_key: str | Unset = UNSET,
) -> Layer:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
