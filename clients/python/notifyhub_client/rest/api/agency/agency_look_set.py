from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.desk_look import DeskLook
from ...models.patched_desk_look_input import PatchedDeskLookInput
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: PatchedDeskLookInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/api/v1/agency/look/",
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DeskLook:
    if response.status_code == 200:
        response_200 = DeskLook.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[DeskLook]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: PatchedDeskLookInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[DeskLook]:
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
    body: PatchedDeskLookInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> DeskLook:
    """Say how the desk looks

     From the next page on. 409 `look-refused` says what is wrong with it.

    Only for who sees all stores of the agency: all its people see it.

    Args:
        idempotency_key (str | Unset):
        body (PatchedDeskLookInput | Unset): What is left out stays as it is; an empty text is
            NotifyHub's own.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        DeskLook
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: PatchedDeskLookInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[DeskLook]:
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
    body: PatchedDeskLookInput | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> DeskLook:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
