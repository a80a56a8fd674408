import httpx


class AuthenticatedClient:
    """What the functions of `api` send requests through; `notifyhub_client.NotifyHub` is one."""

    def get_httpx_client(self) -> httpx.Client:
        raise NotImplementedError

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        raise NotImplementedError


Client = AuthenticatedClient
