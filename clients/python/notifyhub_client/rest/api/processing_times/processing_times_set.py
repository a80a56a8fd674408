from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.processing_time import ProcessingTime
from ...models.processing_time_input import ProcessingTimeInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ProcessingTimeInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/processing-times/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProcessingTime:
    if response.status_code == 200:
        response_200 = ProcessingTime.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = ProcessingTime.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ProcessingTime]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ProcessingTimeInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProcessingTime]:
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
    body: ProcessingTimeInput,
    idempotency_key: str | Unset = UNSET,
) -> ProcessingTime:
    """Set a processing time

     Say how long it takes for this level and target. 201: it is new. 200: it was there.

    To say the same twice changes nothing, so a repeated call needs no Idempotency-Key. It
    counts for orders from now on. 409 `delivery-rule-refused`.

    Args:
        idempotency_key (str | Unset):
        body (ProcessingTimeInput): What is named is changed, all else stays.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        ProcessingTime
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ProcessingTimeInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[ProcessingTime]:
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
    body: ProcessingTimeInput,
    idempotency_key: str | Unset = UNSET,
) -> ProcessingTime:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
