"""A whole Minghua for the browser tests: its own data folder, a small demo company, web server and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import ready_made

ROOT = Path(__file__).resolve().parents[2]
MINGHUA = str(Path(sys.executable).parent / "minghua")
PASSWORD = "rice-and-grain-2026"
SCALE = "0.06"


@dataclass(frozen=True)
class House:
    """Where the running product answers, and where it keeps its data."""

    url: str
    folder: Path
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run one `minghua` command against the same data and return what it printed."""
        done = subprocess.run([MINGHUA, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"minghua {' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """Prepare the data, start both processes, wait for health; stop them at the end."""
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "MINGHUA_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "minghua.config.settings",
        "MINGHUA_MEMBERS": "console",
        "DATABASE_URL": os.environ.get("MINGHUA_E2E_DATABASE", ""),
    }
    house = House(f"http://127.0.0.1:{port}", folder, environment)
    with ready_made.one_at_a_time():
        ready_made.lay_out(environment["DATABASE_URL"] or f"sqlite:///{folder / 'minghua.sqlite3'}")
    house.command("migrate")
    house.command("demo", "load", "--scale", SCALE, "--password", PASSWORD)
    bring_in_a_file(house)
    house.command("--as", "minghua", "clean", "check")
    house.command("quality", "refresh")
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=environment, cwd=ROOT, check=True)
    with (folder / "server.log").open("ab") as log:
        children = [
            subprocess.Popen([MINGHUA, *words], env=environment, cwd=ROOT, stdout=log, stderr=log)
            for words in (("serve", "--port", str(port)), ("worker",))
        ]
        try:
            wait_until_healthy(house, children[0])
            yield house
        finally:
            for child in children:
                child.send_signal(signal.SIGTERM)
            for child in children:
                child.wait(timeout=30)


def bring_in_a_file(house: House) -> None:
    """Run one small import with a good and a faulty row, so that its pages have something to show."""
    rows = ("姓名,手机,类型", "欧阳念慈,13800138000,个人", "单雨桐,12345,个人")
    file = house.folder / "新客户.csv"
    file.write_text("\n".join(rows), encoding="gb18030")
    house.command("--as", "minghua", "import", "customers", str(file), "--skip-bad-lines")


def wait_until_healthy(house: House, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server says it is well; fail with the end of its log."""
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{house.url}/health", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError((house.folder / "server.log").read_text(errors="replace")[-4000:])
