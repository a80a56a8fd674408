"""What stands before the web hosts: gives each connection to the next host that takes it.

python -m tests.bench.hosts.front <port> <host:port> …
"""

import asyncio
import contextlib
import itertools
import sys

PATIENCE = 1.0  # seconds for which a host may not answer a connection


async def main(port: int, hosts: list[tuple[str, int]]) -> None:
    turn = itertools.cycle(hosts)

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for host, at in itertools.islice(turn, len(hosts)):
            try:
                async with asyncio.timeout(PATIENCE):
                    theirs, ours = await asyncio.open_connection(host, at)
            except (OSError, TimeoutError):
                continue
            await asyncio.gather(_pump(reader, ours), _pump(theirs, writer))
            return
        writer.close()

    async with await asyncio.start_server(passed_on, "127.0.0.1", port) as server:
        print("ready", flush=True)
        await asyncio.wait(
            [
                asyncio.create_task(server.serve_forever()),
                asyncio.create_task(asyncio.to_thread(sys.stdin.read)),
            ],
            return_when=asyncio.FIRST_COMPLETED,
        )


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()
    with contextlib.suppress(OSError):
        target.close()


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), [_address(each) for each in sys.argv[2:]]))
