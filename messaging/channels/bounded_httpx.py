"""An httpx client with a total deadline for each conversation, and which knows how far it came.

The same promise as bounded_http.py gives for requests, and by the same Talk. See Note [How far a
request came] and Note [A deadline from outside].
"""

from typing import Any

import httpx

from common.outgoing.pinned import Pinned, transport
from common.outgoing.talk import Talk

LONGEST_ANSWER = 64 * 1024
_WRITTEN = "http11.send_request_body.complete"


class BoundedClient:
    """For one thread and one host. No redirects, no proxies of the environment, short answers."""

    def __init__(self, talk: Talk, *, base_url: str, auth: tuple[str, str]) -> None:
        self.talk = talk
        self._http = httpx.Client(
            transport=transport(Pinned(may_be_private=talk.may_be_private, talk=talk)),
            base_url=base_url,
            auth=auth,
            timeout=talk.deadline,
            trust_env=False,
            headers={"User-Agent": "NotifyHub"},
        )

    def post(self, path: str, form: dict[str, str]) -> httpx.Response:
        """The answer, at most 64 kB of it. Raises httpx.HTTPError or OSError, within the deadline.

        `talk.is_written` then says whether the whole request had left.
        """
        request = self._http.build_request(
            "POST", path, data=form, extensions={"trace": self._trace}
        )
        with self.talk.bounded():
            response = self._http.send(request, stream=True)
            try:
                content = _beginning(response)
            except httpx.HTTPError:
                if response.is_success:
                    raise
                content = b""  # a refusal stands in its first line already
            finally:
                response.close()
        return httpx.Response(response.status_code, headers=response.headers, content=content)

    def close(self) -> None:
        self._http.close()
        self.talk.close()

    def _trace(self, event: str, _info: dict[str, Any]) -> None:
        if event == _WRITTEN:
            self.talk.is_written = True


def _beginning(response: httpx.Response) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) >= LONGEST_ANSWER:
            break
    return content[:LONGEST_ANSWER]
