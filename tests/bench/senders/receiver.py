"""A mail server that accepts everything and keeps nothing: the limit of what can be sent.

    python -m tests.bench.senders.receiver

Prints its port. Knows PIPELINING and 8BITMIME. `XCOUNT` answers how many mails and bytes came so
far, `XRESET` begins anew.
"""

import asyncio
import sys

_END = b"\r\n.\r\n"
_READY = b"220 null ESMTP\r\n"
_FEATURES = b"250-null\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n"
_OK = b"250 OK\r\n"


class Counter:
    def __init__(self) -> None:
        self.mails = 0
        self.size = 0


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._wire: asyncio.Transport | None = None
        self._pending = bytearray()
        self._is_data = False
        self._searched = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport
        transport.write(_READY)

    def data_received(self, data: bytes) -> None:
        self._pending += data
        answers = bytearray()
        while self._took_mail(answers) if self._is_data else self._took_command(answers):
            pass
        assert self._wire is not None
        if answers:
            self._wire.write(bytes(answers))
        if answers.endswith(b"221 bye\r\n"):
            self._wire.close()

    def _took_mail(self, answers: bytearray) -> bool:
        end = self._pending.find(_END, self._searched)
        if end < 0:
            self._searched = max(len(self._pending) - len(_END), 0)
            return False
        self._counter.mails += 1
        self._counter.size += end
        del self._pending[: end + len(_END)]
        self._is_data, self._searched = False, 0
        answers += b"250 OK: taken\r\n"
        return True

    def _took_command(self, answers: bytearray) -> bool:
        end = self._pending.find(b"\r\n")
        if end < 0:
            return False
        command = bytes(self._pending[:end]).split(b" ", 1)[0].upper()
        del self._pending[: end + 2]
        if command == b"DATA":
            self._is_data = True
            answers += b"354 go on\r\n"
        elif command == b"EHLO":
            answers += _FEATURES
        elif command == b"QUIT":
            answers += b"221 bye\r\n"
        elif command == b"XCOUNT":
            answers += f"250 {self._counter.mails} {self._counter.size}\r\n".encode()
        elif command == b"XRESET":
            self._counter.mails = self._counter.size = 0
            answers += _OK
        else:
            answers += _OK
        return True


async def main() -> None:
    counter = Counter()
    server = await asyncio.get_running_loop().create_server(
        lambda: Session(counter), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with the process that started it.
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
