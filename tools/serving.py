"""Makes the data ready, then runs web server and worker side by side until one of them ends or Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from tools.bootstrap import PYTHON, ROOT, VAR, WEB, Step, carry_out, run
from tools.bootstrap_say import Missing, step

MINGHUA = ROOT / ".venv" / "bin" / "minghua"
LOGIN = VAR / "demo-login.txt"
WAIT_SECONDS = 60


def collect_static() -> None:
    """Gather what browsers load, compressed and named by content."""
    run(str(PYTHON), "-m", "django", "collectstatic", "--noinput", "--clear", "--settings", "minghua.config.settings")


STATIC = Step(
    "static", "静态文件", "static files", (WEB / "static", ROOT / "requirements.lock"), VAR / "static", collect_static
)


def prepare_data(*, demo: bool) -> None:
    """Reach the database, bring its tables up to date, collect static files, load the demo company once."""
    VAR.mkdir(parents=True, exist_ok=True)
    reach_database(os.environ.get("DATABASE_URL", ""))
    with step("数据库", "database"):
        run(str(MINGHUA), "migrate")
    carry_out(STATIC, leave_out=frozenset(), memory=VAR / "prepared.json")
    if demo:
        with step("演示公司 明华粮油", "demo company"):
            run(str(MINGHUA), "demo", "load", "--login-file", str(LOGIN))


def reach_database(url: str) -> None:
    """Raise Missing unless the PostgreSQL server that DATABASE_URL names answers; SQLite needs nothing."""
    if not url.startswith(("postgres", "pgsql")):
        return
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "localhost", where.port or 5432), timeout=5).close()
    except OSError as trouble:
        place = f"{where.hostname}:{where.port or 5432}"
        raise Missing(
            f"连不上 PostgreSQL（{place}）：{trouble}。请先启动它，或去掉 DATABASE_URL 改用 SQLite",
            f"PostgreSQL does not answer at {place}: {trouble}. Start it, or unset DATABASE_URL to use SQLite",
        ) from None


def serve(*, host: str, port: int | None) -> int:
    """Run server and worker; stop both together. Return 0 after Ctrl-C, 1 when one of them died."""
    port = chosen_port(host, port)
    logs = VAR / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["web"] = launch(logs / "web.log", "serve", "--host", host, "--port", str(port))
        children["worker"] = launch(logs / "worker.log", "worker")
        with step("健康检查", "health"):
            wait_until_healthy(f"http://{host}:{port}/health", children, logs)
        announce(f"http://{host}:{port}/")
        return watch(children, logs)
    except KeyboardInterrupt:
        print("\n正在停止 · stopping", flush=True)
        return 0
    finally:
        stop(children)


def launch(log: Path, *command: str) -> subprocess.Popen[bytes]:
    """Start one of our processes in a session of its own, writing to its log."""
    with log.open("ab") as sink:
        return subprocess.Popen(
            [str(MINGHUA), *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def chosen_port(host: str, port: int | None) -> int:
    """The port asked for, or the first free one from 8000; raises Missing when the one asked for is taken."""
    for candidate in [port] if port else range(8000, 8100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise Missing(
        f"端口 {port or '8000–8099'} 已被占用，请用 --port 另选",
        f"port {port or '8000–8099'} is taken, choose another with --port",
    )


def wait_until_healthy(url: str, children: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    """Wait for the server's own word that it is well; raises Missing with the end of its log."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and children["web"].poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    tail = "\n".join((logs / "web.log").read_text(errors="replace").splitlines()[-15:])
    raise Missing(f"网站没有启动：\n{tail}", f"the web server did not come up; its log is {logs / 'web.log'}")


def watch(children: dict[str, subprocess.Popen[bytes]], logs: Path) -> int:
    """Wait until a process ends by itself, and say which."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"\n✗ {name} 停止了，日志 · ended, see {logs / name}.log", flush=True)
                return 1
        time.sleep(0.5)


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, then insist."""
    for child in children.values():
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
    until = time.monotonic() + 15
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def announce(address: str | None) -> None:
    """Print where to go and how to log in."""
    if address:
        print(f"\n  明华已经开门 · Minghua is open:  {address}")
        print("  停止 · stop:  Ctrl-C")
    if LOGIN.exists():
        print(f"\n{LOGIN.read_text()}")
    elif address:
        print("  第一位管理员 · the first administrator:  .venv/bin/minghua user first NAME --name 姓名")
    sys.stdout.flush()
