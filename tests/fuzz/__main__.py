"""Fuzz the API: schemathesis over every operation, as two keys, beside another agency's rows.

    script/fuzz [--cases 12000] [--operation templates_] [--seed 1] [--fresh]

A Postgres, a Valkey and two agencies of its own; the real WSGI application. Each case is undone, so
that all are played in one world. Stop it with Ctrl-C: what is finished is kept in .local/fuzz, and
the same call goes on from there; --fresh begins anew. A whole run writes results/fuzz.json and the
figures in docs/api.md. Ends with 1 where anything is amiss.
"""

import argparse
import sys

from tests.fuzz.surroundings import product


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="script/fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=12_000, help="of all operations together")
    parser.add_argument("--operation", default="", help="only operationIds that begin so")
    parser.add_argument("--seed", type=int, default=1, help="other cases for another number")
    parser.add_argument("--fresh", action="store_true", help="forget what was finished before")
    asked = parser.parse_args()
    with product():
        from tests.fuzz.whole import run

        sys.exit(run(asked))


if __name__ == "__main__":
    main()
