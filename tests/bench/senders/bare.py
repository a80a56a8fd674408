"""A client that does nothing but hand one ready mail over, again and again: the receiver's limit.

    python -m tests.bench.senders.bare --port 2525 --count 5000 --connections 8 < mail

Pipelines as RFC 2920 allows: the envelope of a mail rides behind the end of the one before it, or
waits for its answer with --one-at-a-time.
"""

import argparse
import asyncio
import json
import sys
import time

_ENVELOPE = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"


async def _reply(reader: asyncio.StreamReader, code: bytes) -> None:
    while True:
        line = await reader.readline()
        if line[3:4] == b"-":
            continue
        if not line.startswith(code):
            raise SystemExit(f"The receiver said {line!r}, not {code!r}.")
        return


async def _hand_over(port: int, count: int, mail: bytes, *, rides: bool) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _reply(reader, b"220")
    writer.write(b"EHLO bare\r\n")
    await _reply(reader, b"250")
    writer.write(_ENVELOPE)
    for number in range(count):
        for code in (b"250", b"250", b"354"):
            await _reply(reader, code)
        following = _ENVELOPE if number + 1 < count else b""
        writer.write(mail + following if rides else mail)
        await _reply(reader, b"250")
        if not rides:
            writer.write(following)
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--one-at-a-time", action="store_true")
    given = parser.parse_args()
    mail = sys.stdin.buffer.read() + b"\r\n.\r\n"
    each = given.count // given.connections
    began = time.perf_counter()
    rides = not given.one_at_a_time
    talks = (_hand_over(given.port, each, mail, rides=rides) for _ in range(given.connections))
    await asyncio.gather(*talks)
    took = time.perf_counter() - began
    sent = each * given.connections
    print(json.dumps({"per_second": round(sent / took, 1), "sent": sent}))


if __name__ == "__main__":
    asyncio.run(main())
