from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.rollout_input import RolloutInput
from ...models.rollout_row import RolloutRow
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: RolloutInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/rollouts/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> RolloutRow:
    if response.status_code == 201:
        response_201 = RolloutRow.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[RolloutRow]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: RolloutInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[RolloutRow]:
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
    body: RolloutInput,
    idempotency_key: str | Unset = UNSET,
) -> RolloutRow:
    """Push words to stores

     Publish the agency's drafts of those kinds and bring them to the stores, by stages.

    Stores that are not named, or not yet at their turn, send what they sent. Where both changed
    a block the store's stays, unless a decision says otherwise. A key that does not reach all
    stores pushes the agency's last revision. 409 `rollout-under-way`, `push-refused`,
    `template-refused`, `findings-stop-publishing`.

    Args:
        idempotency_key (str | Unset):
        body (RolloutInput):

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        RolloutRow
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: RolloutInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[RolloutRow]:
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
    body: RolloutInput,
    idempotency_key: str | Unset = UNSET,
) -> RolloutRow:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
