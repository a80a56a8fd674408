from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.invitation_input import InvitationInput
from ...models.invitation_sent import InvitationSent
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: InvitationInput,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/invitations/",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> InvitationSent:
    if response.status_code == 201:
        response_201 = InvitationSent.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[InvitationSent]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: InvitationInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[InvitationSent]:
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
    body: InvitationInput,
    idempotency_key: str | Unset = UNSET,
) -> InvitationSent:
    """Ask somebody in

     Mail a link that works once, for seven days; whoever takes it has the place.

    To ask the same mailbox again sends a new link and ends the old one. Whether the e-mail has
    a log-in is not told. 409 `person-already-here`, `asked-too-often`; `place-beyond-reach`:
    nobody gives more than they have.

    Args:
        idempotency_key (str | Unset):
        body (InvitationInput): Somebody to be asked in.

    Raises:
        notifyhub_client.ApiError: The API refused; `code` and `detail` say why.
        notifyhub_client.NoAnswer: No answer came, after all tries.

    Returns:
        InvitationSent
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: InvitationInput,
    idempotency_key: str | Unset = UNSET,
) -> Response[InvitationSent]:
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
    body: InvitationInput,
    idempotency_key: str | Unset = UNSET,
) -> InvitationSent:
    """As `sync`, awaited."""

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
