"""Many readers who open mails and follow links: GETs of the addresses in a file, one a line.

    python -m tests.bench.readers --port 8000 --addresses …

As load.py, whose loop it is. Prints one JSON line.
"""

import argparse
import itertools
import json
import os
from pathlib import Path

from tests.bench.load import HOST, run

AGENT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
SEES = (
    "Accept: image/webp,image/avif,image/*;q=0.8\r\nAccept-Language: nb-NO,nb;q=0.9\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
)


def request_of(address: str) -> bytes:
    """A person's look; with BENCH_KEY a program's call. A key is no argument: those are listed."""
    key = os.environ.get("BENCH_KEY")
    asks = f"Accept: application/json\r\nAuthorization: Bearer {key}\r\n" if key else SEES
    head = f"GET {address} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: {AGENT}\r\n{asks}\r\n"
    return head.encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=HOST, help="a namespace of this machine")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--addresses", type=Path, required=True)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    addresses = options.addresses.read_text().split("\n")
    requests = [
        request_of(it) for it in itertools.islice(itertools.cycle(addresses), options.count)
    ]
    print(json.dumps(run(options, requests)))


if __name__ == "__main__":
    main()
