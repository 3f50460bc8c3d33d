"""Scans a running Minghua on loopback with wapiti, signed in, and fails on any finding (R17).

    python -m tests.torture.scan [--seconds 240] [--wapiti PATH]

It makes a scratch shop of its own, serves it, signs in as its owner and lets the scanner click and type everywhere.
wapiti3 is no dependency of ours: install it beside (`pip install wapiti3`) or name its program.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tests.e2e.house import PASSWORD, House, opened

# Not spring4shell: it takes any refused parameter for a hit, and every unknown parameter of ours is refused (422).
MODULES = "backup,brute_login_form,cookieflags,crlf,csp,exec,file,htaccess,http_headers,https_redirect,ldap,log4shell,methods,permanentxss,redirect,shellshock,sql,ssl,ssrf,timesql,upload,xss,xxe"
# Answers of the operator's proxy, not of the product on loopback.
NOT_OURS = {"HTTP Strict Transport Security (HSTS)", "Secure cookie", "Secure Flag cookie", "Unencrypted Channels"}


def signed_in(house: House) -> str:
    """Sign in as the shop's owner and return the Cookie header."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{house.url}/account/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {"login": "minghua", "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
    browser.open(f"{house.url}/account/login/", urllib.parse.urlencode(form).encode())
    assert browser.open(f"{house.url}/today").url.endswith("/today"), "the scanner could not sign in"
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def scanned(house: House, wapiti: str, seconds: int) -> dict[str, list[dict[str, str]]]:
    """Return kind → findings of one scan."""
    report = house.folder / "report.json"
    command = [wapiti, "-u", f"{house.url}/", "-H", f"Cookie: {signed_in(house)}", "-f", "json", "-o", str(report)]
    command += ["-m", MODULES, "--scope", "domain", "-d", "4", "--max-links-per-page", "40", "--flush-session"]
    command += ["--max-scan-time", str(seconds), "--max-attack-time", str(max(20, seconds // 12)), "--no-bugreport"]
    command += [
        "-x",
        f"{house.url}/account/logout/*",
        "-x",
        f"{house.url}/account/password/*",
        "--store-session",
        str(house.folder),
    ]
    subprocess.run(command, check=False, timeout=seconds * 4)
    found = json.loads(report.read_text())
    print(json.dumps(found["infos"], ensure_ascii=False))
    return {kind: each for kind, each in (found["vulnerabilities"] | found["anomalies"]).items() if each}


def main() -> int:
    """Scan; return 1 when anything was found that is ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--wapiti", default=shutil.which("wapiti") or "")
    said = parser.parse_args()
    if not said.wapiti:
        print("wapiti is not here: pip install wapiti3", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="minghua-scan-") as folder, opened(Path(folder)) as house:
        found = scanned(house, said.wapiti, said.seconds)
    ours = {kind: each for kind, each in found.items() if kind not in NOT_OURS}
    for kind, each in found.items():
        for finding in each[:20]:
            print(
                f"{'!' if kind in ours else '-'} {kind}: {finding['method']} {finding['path']} {finding['parameter']} {finding['info']}"
            )
    print(
        f"{sum(map(len, ours.values()))} findings, {sum(map(len, found.values())) - sum(map(len, ours.values()))} for the proxy"
    )
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
