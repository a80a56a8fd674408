"""The connection to one installation of NotifyHub."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, Self, TypeVar

import httpx

from notifyhub_client.manners import AsyncManners, Manners, Patience
from notifyhub_client.rest.client import AuthenticatedClient

_Row = TypeVar("_Row", covariant=True)


class Page(Protocol[_Row]):
    """One page of a list, as every `…_list` returns it."""

    @property
    def results(self) -> Sequence[_Row]: ...

    @property
    def next_cursor(self) -> str | None: ...


class NotifyHub(AuthenticatedClient):
    """Pass it as `client=` to the functions of `notifyhub_client.rest.api`.

    Without arguments it reads NOTIFYHUB_API_KEY and NOTIFYHUB_URL. `timeout` is for one try, in
    seconds. Use it in a `with` block, or `close()` it; threads may share it.
    """

    def __init__(
        self,
        api_key: str = "",
        base_url: str = "",
        *,
        timeout: float = 30.0,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        async_transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        key = api_key or os.environ.get("NOTIFYHUB_API_KEY", "")
        url = base_url or os.environ.get("NOTIFYHUB_URL", "")
        if not (key and url):
            raise ValueError("Say api_key and base_url, or set NOTIFYHUB_API_KEY, NOTIFYHUB_URL.")
        patience = patience or Patience()
        said: dict[str, Any] = {
            "base_url": url,
            "timeout": timeout,
            "headers": {
                "Authorization": f"Bearer {key}",
                "Accept": "application/json",
                "User-Agent": "notifyhub-client-python",
            },
        }
        way = Manners(transport or httpx.HTTPTransport(), patience)
        async_way = AsyncManners(async_transport or httpx.AsyncHTTPTransport(), patience)
        self._client = httpx.Client(transport=way, **said)
        self._async_client = httpx.AsyncClient(transport=async_way, **said)

    def get_httpx_client(self) -> httpx.Client:
        return self._client

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        return self._async_client

    def every(
        self, list_page: Callable[..., Page[_Row]], *place: Any, **wanted: Any
    ) -> Iterator[_Row]:
        """All rows of a list, page by page: `hub.every(orders_list.sync, q="kari")`."""
        while True:
            page = list_page(*place, client=self, **wanted)
            yield from page.results
            if page.next_cursor is None:
                return
            wanted["cursor"] = page.next_cursor

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()
        await self._async_client.aclose()
