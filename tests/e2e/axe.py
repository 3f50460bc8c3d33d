"""Accessibility judged by axe-core: WCAG 2.0 to 2.2, levels A and AA."""

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page) -> list[str]:
    """Return what axe objects to on the page as it stands: one line for each rule and place."""
    page.evaluate(_SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run(document, rules)", _RULES)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]
