"""A mail server that keeps nothing but whom each mail was for, a line each.

    python -m tests.bench.hosts.receiver <address> <file>

Prints its port; ends with the process that started it.
"""

import asyncio
import sys
from pathlib import Path
from typing import IO

from tests.bench.senders.receiver import Counter, Session


class Noting(Session):
    def __init__(self, counter: Counter, book: IO[bytes]) -> None:
        super().__init__(counter)
        self._book = book
        self._recipient = b""

    def _took_command(self, answers: bytearray) -> bool:
        if self._pending[:8].upper() == b"RCPT TO:" and (end := self._pending.find(b"\r\n")) > 0:
            self._recipient = bytes(self._pending[8:end]).partition(b">")[0].strip(b" <")
        return super()._took_command(answers)

    def _took_mail(self, answers: bytearray) -> bool:
        if not super()._took_mail(answers):
            return False
        self._book.write(self._recipient + b"\n")
        return True


async def main(address: str, path: Path) -> None:
    counter = Counter()
    with path.open("ab", buffering=0) as book:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Noting(counter, book), address, 2525)
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
