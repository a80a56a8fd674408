"""A network of our own: hosts as namespaces on one bridge, with a CPU quota each. Linux and root.

# Note [What is left behind]
Everything is named by the process that made it. `Lan` takes it all away at its end; what a killed
run left is taken away by the next one, which finds that its maker is gone.
"""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CGROUPS: Final = Path("/sys/fs/cgroup/cpu")
IP: Final = shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin") or ""
NAMED: Final = re.compile(r"nh(\d+)")
NETWORK: Final = os.environ.get("BENCH_NETWORK", "10.213.71")
GATE: Final = f"{NETWORK}.1"  # who measures stands here
PERIOD: Final = 20_000  # microseconds: short, so that a host is slow rather than absent
CLONE_NEWNET: Final = 0x40000000


class Unable(Exception):
    """This machine cannot play several hosts; the message says why."""


def require() -> None:
    """Raises Unable unless we may make namespaces and quotas."""
    if os.geteuid() != 0:
        raise Unable("Network namespaces need root.")
    if not (CGROUPS / "cpu.cfs_quota_us").exists() and not (CGROUPS / "cgroup.procs").exists():
        raise Unable(f"CPU quotas need version 1 of cgroups at {CGROUPS}.")
    if not IP:
        raise Unable("There is no program 'ip' here; it is of the package iproute2.")


def _ip(*arguments: str) -> str:
    done = subprocess.run([IP, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Unable(f"ip {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


@dataclass(frozen=True, slots=True)
class Host:
    """A namespace with an address and a group of processes."""

    name: str
    address: str
    wire: str  # its end on the bridge
    group: Path

    @contextmanager
    def inside(self) -> Iterator[None]:
        """What the main thread starts meanwhile runs on this host, and stays there."""
        with Path("/proc/self/ns/net").open() as home:
            with Path(f"/run/netns/{self.name}").open() as there:
                _enter(there.fileno())
            (self.group / "tasks").write_text(str(os.getpid()))
            try:
                yield
            finally:
                (CGROUPS / "tasks").write_text(str(os.getpid()))
                _enter(home.fileno())

    def give(self, cores: float | None) -> None:
        """So much of the CPU, all processes together; None: as much as they like."""
        quota = -1 if cores is None else int(cores * PERIOD)
        (self.group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (self.group / "cpu.cfs_quota_us").write_text(str(quota))

    def cpu_seconds(self) -> float:
        """What the processes that run here have used so far."""
        ticks = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def processes(self) -> list[int]:
        return [int(pid) for pid in (self.group / "cgroup.procs").read_text().split()]

    def die(self) -> None:
        """The plug is pulled: no word reaches anybody any more, and nothing runs."""
        _ip("link", "set", self.wire, "down")
        self.kill()

    def rise(self) -> None:
        """The plug is in again."""
        _ip("link", "set", self.wire, "up")

    def kill(self) -> None:
        deadline = time.monotonic() + 10
        while (pids := self.processes()) and time.monotonic() < deadline:
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.05)


def _enter(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, CLONE_NEWNET):
        raise Unable(f"setns: {os.strerror(ctypes.get_errno())}")


class Lan:
    """Hosts on one bridge; use it as a context."""

    def __init__(self) -> None:
        self.key = f"nh{os.getpid()}"
        self.hosts: dict[str, Host] = {}

    def __enter__(self) -> "Lan":
        require()
        sweep()
        try:
            _ip("link", "add", self.key, "type", "bridge")
            _ip("addr", "add", f"{GATE}/24", "dev", self.key)
            _ip("link", "set", self.key, "up")
        except BaseException:
            remove(self.key)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for host in self.hosts.values():
            host.kill()
        remove(self.key)

    def host(self, name: str, number: int, *, cores: float | None = None) -> Host:
        space, wire = f"{self.key}{name}", f"v{number}{self.key}"
        _ip("netns", "add", space)
        _ip("link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", wire, "master", self.key, "up")
        address = f"{NETWORK}.{number}"
        for words in (f"addr add {address}/24 dev eth0", "link set eth0 up", "link set lo up"):
            _ip("-n", space, *words.split())
        group = CGROUPS / self.key / name
        group.mkdir(parents=True)
        made = Host(space, address, wire, group)
        made.give(cores)
        self.hosts[name] = made
        return made


def sweep() -> None:
    """Take away what runs that were killed have left. See Note [What is left behind]."""
    listed = _ip("-o", "link") + _ip("netns", "list")
    listed += " ".join(path.name for path in CGROUPS.glob("nh*"))
    for number in {int(found) for found in NAMED.findall(listed)}:
        if not Path(f"/proc/{number}").exists():
            remove(f"nh{number}")


def remove(key: str) -> None:
    """Processes, namespaces, bridge and groups of that name."""
    groups = sorted((CGROUPS / key).glob("*/"))
    for group in groups:
        Host("", "", "", group).kill()
    for line in _ip("netns", "list").splitlines():
        if (name := line.split()[0]).startswith(key):
            _ip("netns", "delete", name)
    with contextlib.suppress(Unable):  # it was never made
        _ip("link", "delete", key)
    for group in [*groups, CGROUPS / key]:
        with contextlib.suppress(OSError):
            group.rmdir()
