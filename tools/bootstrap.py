"""Prepares a checkout: virtual environment, libraries, front end, texts. Standard library only; safe to repeat.

python3 -m tools.bootstrap            what the product needs
python3 -m tools.bootstrap --tests    also what the tests need (browser, Chinese font, PostgreSQL)
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap_say import Missing, complain, skipped, step

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("MINGHUA_VAR", ROOT / "var"))
PYTHON = ROOT / ".venv" / "bin" / "python"
MEMORY = ROOT / ".venv" / "minghua-bootstrap.json"
WEB = ROOT / "src" / "minghua" / "interfaces" / "web"
BUILT = frozenset({"built", "fonts"})


@dataclass(frozen=True)
class Step:
    """One thing to do, done again only when its inputs change or its output is gone."""

    code: str
    zh: str
    en: str
    inputs: tuple[Path, ...]
    output: Path
    action: Callable[[], None]


def run(*command: str, hint: tuple[str, str] | None = None) -> None:
    """Run a program quietly; on failure show its last lines and the hint."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        lines = done.stdout.splitlines()
        print("\n".join(lines if len(lines) < 40 else [*lines[:15], "…", *lines[-20:]]), file=sys.stderr)
        zh, en = hint or ("上面是它的输出", "its output stands above")
        raise Missing(f"命令失败：{' '.join(command)}（{zh}）", f"command failed: {' '.join(command)} ({en})")


def fingerprint(paths: tuple[Path, ...], *, leave_out: frozenset[str] = BUILT) -> str:
    """Return one hash over the names and contents of files and folders, built ones left out."""
    total = hashlib.sha256(platform.python_version().encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and not leave_out & set(file.parts) and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def need_python() -> None:
    """Raise Missing unless this Python is 3.11 or newer."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever python3 the machine has
        have = platform.python_version()
        raise Missing(
            f"需要 Python 3.11 或更新，现在是 {have}：apt install python3.11 python3-venv",
            f"Python 3.11 or newer is needed, this is {have}: apt install python3.11 python3-venv",
        )


def need_node() -> None:
    """Raise Missing unless Node 20 or newer and npm are on the path."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Missing(
                f"找不到 {program}：请安装 Node.js 20 或更新（apt install nodejs npm，或从 Node.js 官网下载）",
                f"{program} is missing: install Node.js 20 or newer (apt install nodejs npm, or Node.js's own site)",
            )
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < 20:
        raise Missing(f"需要 Node.js 20 或更新，现在是 {version}", f"Node.js 20 or newer is needed, this is {version}")


def make_environment() -> None:
    """Make .venv with pip in it, by whichever way this machine offers; one that works already is kept."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0:
        run(sys.executable, "-m", "venv", "--clear", ".venv")
        return
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", ".venv")
    wheels = sorted(Path("/usr/share/python-wheels").glob("pip-*.whl"))
    if wheels:
        run(str(PYTHON), f"{wheels[-1]}/pip", "install", "--no-index", str(wheels[-1]))
    elif subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        run(sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "pip")
    else:
        shutil.rmtree(ROOT / ".venv")
        raise Missing(
            "这台机器的 Python 不带 venv：请运行 apt install python3-venv，然后再来一次",
            "this machine's Python has no venv: run  apt install python3-venv  and start again",
        )


def install_libraries() -> None:
    """Install exactly what requirements.lock names, hashes checked, then the product itself in place."""
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", "install")
    network = ("请检查网络或 pip 的镜像设置", "check the network, or pip's index settings")
    run(*pip, "--require-hashes", "-r", "requirements.lock", hint=network)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")


def install_front() -> None:
    """Install the front end's build tools from package-lock.json."""
    need_node()
    run(
        "npm",
        "ci",
        "--no-audit",
        "--no-fund",
        hint=("请检查网络或 npm 的镜像设置", "check the network, or npm's settings"),
    )


def build_front() -> None:
    """Build styles, scripts and fonts into static/built."""
    need_node()
    run("npm", "run", "build")


def compile_texts() -> None:
    """Compile the English catalogue."""
    run(str(PYTHON), "-m", "tools.texts", "compile")


STEPS = (
    Step("venv", "Python 虚拟环境", "virtual environment", (), PYTHON, make_environment),
    Step(
        "libraries",
        "安装 Python 依赖",
        "Python libraries",
        (ROOT / "requirements.lock", ROOT / "pyproject.toml"),
        ROOT / ".venv" / "bin" / "granian",
        install_libraries,
    ),
    Step(
        "npm",
        "安装前端工具",
        "front-end tools",
        (ROOT / "package.json", ROOT / "package-lock.json"),
        ROOT / "node_modules",
        install_front,
    ),
    Step(
        "front",
        "构建前端",
        "front end",
        (WEB, ROOT / "tools" / "front", ROOT / "package-lock.json"),
        WEB / "static" / "built",
        build_front,
    ),
    Step(
        "texts",
        "编译界面文字",
        "texts",
        (ROOT / "src" / "minghua" / "locale", ROOT / "tools" / "texts.py"),
        ROOT / "src" / "minghua" / "locale" / "en" / "LC_MESSAGES" / "django.mo",
        compile_texts,
    ),
)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout, so that two commands started together do not build over each other."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(*, quiet: bool = False) -> None:
    """Carry out every step whose inputs changed; raises Missing."""
    need_python()
    with alone():
        for one in STEPS:
            carry_out(one, quiet=quiet)


def carry_out(one: Step, *, quiet: bool = False, leave_out: frozenset[str] = BUILT, memory: Path = MEMORY) -> None:
    """Do one step unless its inputs are those of the last time and its output is still there."""
    seen = json.loads(memory.read_text()) if memory.exists() else {}
    if seen.get(one.code) == fingerprint(one.inputs, leave_out=leave_out) and one.output.exists():
        if not quiet:
            skipped(one.zh, one.en)
        return
    with step(one.zh, one.en):
        one.action()
    memory.write_text(json.dumps({**seen, one.code: fingerprint(one.inputs, leave_out=leave_out)}, indent=1))


def main(arguments: list[str]) -> int:
    """Prepare; with --tests also the system packages that only the tests need."""
    try:
        prepare(quiet=True)
        if "--tests" in arguments:
            from tools.bootstrap_system import prepare_system

            prepare_system()
    except Missing as trouble:
        complain(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
