"""System packages that only the tests need: a browser, a Chinese font, PostgreSQL. Installed by apt where we may."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap_say import Missing, step
from tools.browser import chromium


@dataclass(frozen=True)
class Package:
    """A Debian package, how to see that it is there, and whether the tests can do without it."""

    name: str
    present: Callable[[], bool]
    required: bool


def has_chinese_font() -> bool:
    """Can this machine draw Chinese?"""
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


PACKAGES = (
    Package("chromium", lambda: chromium() is not None, True),
    Package("fonts-noto-cjk", has_chinese_font, True),
    Package("postgresql-15", lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), False),
)


def as_root() -> list[str] | None:
    """The words to put before a command that needs root; None when we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def install(names: list[str]) -> None:
    """Install packages by apt; raises Missing with the command to type when we may not."""
    prefix = as_root()
    if prefix is None or shutil.which("apt-get") is None:
        wanted = " ".join(names)
        raise Missing(f"测试需要：sudo apt install {wanted}", f"the tests need: sudo apt install {wanted}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL)
    done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *names], stdout=subprocess.DEVNULL)
    if done.returncode:
        raise Missing(f"apt 未能安装 {' '.join(names)}", f"apt could not install {' '.join(names)}")


def prepare_system() -> None:
    """See that every package is there; PostgreSQL may come from the wheel instead."""
    absent = [package for package in PACKAGES if not package.present()]
    if not absent:
        return
    with step("测试所需的系统软件", f"system packages for tests: {' '.join(one.name for one in absent)}"):
        try:
            install([package.name for package in absent])
        except Missing:
            if any(package.required and not package.present() for package in absent):
                raise
