import os
import signal

import redis
from kombu import Connection

from common.embedded import valkey
from common.embedded.valkey import Valkey


def client(server: Valkey) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(server.sockets / "valkey.sock"))


def test_what_is_queued_survives_a_kill() -> None:
    with valkey.temporary() as server:
        server.stop()
        server.is_durable = True
        server.start()
        with client(server) as wire:
            wire.rpush("queue", *range(1000))

        assert server.child is not None
        os.kill(server.child.pid, signal.SIGKILL)
        server.child.wait()
        server.start()

        with client(server) as wire:
            assert wire.llen("queue") == 1000


def test_kombu_reaches_it_by_the_url_we_offer() -> None:
    with valkey.temporary() as server:
        with Connection(server.url) as connection, connection.SimpleQueue("bell") as queue:
            queue.put({"task": "ring"})
            message = queue.get(timeout=5)
            message.ack()

        assert message.payload == {"task": "ring"}
