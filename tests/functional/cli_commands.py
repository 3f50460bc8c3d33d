"""How each command of the shell is called, and how its rows decide (trust T1, T2, T4)."""

import json
from collections.abc import Callable
from pathlib import Path

from minghua.domain.tiering import queries as tiering_reads
from tests.functional.rest.matrix import Matrix
from tests.functional.rest.world import Holding

Arguments = Callable[[Matrix, Holding, Path], list[str]]


def fixed(*arguments: str) -> Arguments:
    """The same arguments for everybody."""
    return lambda matrix, holding, folder: list(arguments)


def of(name: str, *more: str) -> Arguments:
    """The holding's id of that name, then the rest."""
    return lambda matrix, holding, folder: [str(holding.ids[name]), *more]


def a_card(folder: Path) -> str:
    """A file with the scorecard to begin with."""
    (folder / "card.json").write_text(json.dumps(tiering_reads.card_preset()), "utf-8")
    return str(folder / "card.json")


def draft_file(folder: Path) -> Path:
    """A programme in a file."""
    path = folder / "club.yaml"
    path.write_text("code: club\nlevels: [{code: low}, {code: high, from: 10}]\n", encoding="utf-8")
    return path


def empty(folder: Path) -> str:
    """A file that holds no layout."""
    file = folder / "layout.json"
    file.write_text("{}")
    return str(file)


# How each command is called, and how its rows decide: none, see, edit, hangs (as in the API's matrix).
COMMANDS: dict[str, tuple[str, Arguments]] = {
    "audit verify": ("none", fixed()),
    "consent show": ("see", of("customer_id")),
    "consent withdraw": ("hangs", of("customer_id")),
    "customer list": ("none", fixed()),
    "customer show": ("see", of("customer_id")),
    "customer duplicates": ("see", of("customer_id")),
    "customer create": ("none", fixed("王伟")),
    "customer reveal": ("reveals", of("customer_id", "mobile", "--reason", "callback")),
    "customer edit": ("edit", of("customer_id", "--set", "city=长沙")),
    "duplicates list": ("none", fixed()),
    "duplicates search": ("none", fixed()),
    "duplicates progress": ("none", fixed()),
    "duplicates stop": ("none", fixed()),
    "duplicates merge": ("absent", fixed("999998", "999999")),
    "duplicates unmerge": ("absent", fixed("999999")),
    "export customers": ("none", lambda matrix, holding, folder: ["--to", str(folder / "c.csv")]),
    "export ask-customers": ("none", fixed("--reason", "年度回访名单")),
    "export ask-orders": ("none", fixed("--reason", "年度回访名单")),
    "export list": ("none", fixed()),
    "export approvals": ("none", fixed()),
    "export approve": ("absent", fixed("0" * 32)),
    "export refuse": ("absent", fixed("0" * 32, "--reason", "不需要这么多")),
    "export download": ("absent", fixed("0" * 32)),
    "export orders": ("none", lambda matrix, holding, folder: ["--to", str(folder / "o.csv")]),
    "field list": ("none", fixed()),
    "field define": ("none", fixed("爱吃的米")),
    "field archive": ("absent", fixed("x_none")),
    "field restore": ("absent", fixed("x_none")),
    "layout show": ("none", fixed("person")),
    "layout load": ("absent", lambda matrix, holding, folder: ["person", empty(folder)]),
    "layout restore": ("absent", fixed("person", "--version", "999")),
    "template list": ("none", fixed()),
    "template install": ("none", fixed("micro", "--dry-run")),
    "template remove": ("absent", fixed("999999")),
    "tag list": ("none", fixed()),
    "tag make": ("none", fixed("老客户")),
    "tag merge": ("absent", fixed("999998", "--into", "999999")),
    "tag unmerge": ("absent", fixed("0" * 32)),
    "tag delete": ("absent", fixed("999999")),
    "vocabulary show": ("none", fixed("customers.status")),
    "vocabulary merge": ("absent", fixed("customers.status", "no_such", "--into", "lost")),
    "vocabulary unmerge": ("absent", fixed("999999")),
    "vocabulary delete": ("absent", fixed("customers.status", "no_such")),
    "pii report": ("none", fixed()),
    "pii retention": ("none", fixed()),
    "pii holds": ("none", fixed()),
    "pii hold": ("edit", of("customer_id", "--why", "诉讼")),
    "pii lift": ("absent", of("customer_id", "--reason", "已结案")),
    "pii erase": ("absent", fixed("999999")),
    "activities list": ("none", fixed()),
    "activities show": ("absent", fixed("none")),
    "activities install": ("absent", fixed("lucky_draw")),
    "activities publish": ("absent", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "activities stop": ("absent", fixed("none")),
    "activities for": ("see", of("customer_id")),
    "activities check-in": ("absent", of("customer_id", "none", "none")),
    "activities draw": ("absent", of("customer_id", "none", "none", "--key", "k")),
    "activities exchange": ("absent", of("customer_id", "none", "none", "x", "--key", "k")),
    "activities reveal": ("absent", fixed("none", "none")),
    "activities hand-over": ("absent", fixed("999999")),
    "activities cancel": ("absent", fixed("999999")),
    "activities proof": ("absent", fixed("none", "none")),
    "coupons list": ("none", fixed()),
    "coupons show": ("absent", fixed("none")),
    "coupons install": ("none", fixed("new_rice")),
    "coupons publish": ("absent", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "coupons stop": ("absent", fixed("none")),
    "coupons mint": (
        "absent",
        lambda matrix, holding, folder: ["none", "1", "--to", str(folder / "c.txt"), "--key", "k"],
    ),
    "coupons issue": ("absent", of("customer_id", "none", "--key", "k")),
    "coupons void": ("absent", fixed("999999", "--reason", "印错了")),
    "coupons of": ("see", of("customer_id")),
    "coupons quote": ("none", fixed("--line", "R", "1", "1")),
    "coupons hold": ("absent", fixed("--line", "R", "1", "1", "--key", "k")),
    "coupons redeem": ("absent", fixed("--line", "R", "1", "1", "--key", "k")),
    "coupons capture": ("absent", fixed("k")),
    "coupons release": ("absent", fixed("k")),
    "coupons reverse": ("absent", fixed("k", "--key", "b")),
    "points list": ("none", fixed()),
    "points install": ("none", fixed("shop_points")),
    "points publish": ("absent", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "points stop": ("absent", fixed("none")),
    "points show": ("see", of("customer_id")),
    "points statement": ("absent", of("customer_id", "none")),
    "points earn": ("absent", of("customer_id", "none", "10", "--key", "k")),
    "points spend": ("absent", of("customer_id", "none", "10", "--key", "k")),
    "points reverse": ("absent", of("customer_id", "none", "--of", "k", "--key", "k2")),
    "points adjust": ("absent", of("customer_id", "none", "give", "10", "--reason", "更正", "--key", "k")),
    "points adjustments": ("none", fixed()),
    "points approve": ("absent", fixed("999999")),
    "points refuse": ("absent", fixed("999999", "--reason", "记错了")),
    "points suspects": ("none", fixed()),
    "points liability": ("absent", fixed("none")),
    "points overview": ("absent", fixed("none")),
    "points examine": ("none", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "points simulate": ("absent", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "points try": (
        "absent",
        lambda matrix, holding, folder: [str(draft_file(folder)), "999999", "--line", "RICE10", "1", "68"],
    ),
    "points rebuild": ("none", fixed()),
    "benefits list": ("none", fixed()),
    "benefits show": ("absent", fixed("none")),
    "benefits install": ("absent", fixed("jd_birthday")),  # its programme is not published here
    "benefits publish": ("absent", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "benefits examine": ("none", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "benefits stop": ("absent", fixed("none")),
    "benefits explain": ("see", of("customer_id")),
    "benefits claim": ("absent", of("customer_id", "none", "none")),
    "benefits grants": ("none", fixed()),
    "benefits revoke": ("absent", fixed("999999", "--reason", "发错了")),
    "units list": ("none", fixed()),
    "units cover": ("absent", fixed("999999")),
    "units record": ("absent", of("customer_id", "no-such-sku", "--key", "k")),
    "units of-order": ("absent", fixed("999999")),
    "units card": ("absent", fixed("999999", "gold", "--evidence", "JK-1")),
    "units report": ("absent", fixed("999999", "noise", "--key", "k")),
    "units problems": ("none", fixed()),
    "units repair": ("absent", fixed("999999", "works_again")),
    "units end": ("absent", fixed("999999", "confirmed", "--words", "好了")),
    "service cases": ("none", fixed()),
    "service case": ("absent", fixed("999999")),
    "service open": ("hangs", of("customer_id", "问一件事")),
    "promises list": ("none", fixed()),
    "promises give": ("hangs", of("customer_id", "call_back", "回电", "--due", "2030-01-01", "--key", "k")),
    "promises keep": ("absent", fixed("999999", "--evidence", "通话")),
    "promises waive": ("absent", fixed("999999", "--words", "算了")),
    "promises tally": ("none", fixed()),
    "grades list": ("none", fixed()),
    "grades explain": ("hangs", of("customer_id")),
    "grades record": ("absent", fixed("999999", "--set", "credit=80")),
    "grades regrade": ("absent", fixed("999999")),
    "grades close-review": ("absent", fixed("999999")),
    "grades card": ("none", fixed("--preset")),
    "grades examine": ("none", lambda matrix, holding, folder: [a_card(folder)]),
    "grades publish": ("none", lambda matrix, holding, folder: [a_card(folder)]),
    "jobs list": ("none", fixed()),
    "jobs retry": ("none", lambda matrix, holding, folder: [str(matrix.world.job_id)]),
    "routed list": ("none", fixed()),
    "routed handle": ("absent", fixed("999999", "x")),
    "quality show": ("none", fixed()),
    "value show": ("hangs", of("customer_id")),
    "value return": ("hangs", of("customer_id", "100")),
    "engine refresh": ("none", fixed()),
    "engine status": ("none", fixed()),
    "engine stop": ("none", fixed()),
    "lifetime fit": ("absent", fixed()),
    "rfm run": ("absent", fixed()),
    "rfm show": ("none", fixed()),
    "pyramid run": ("none", fixed()),
    "pyramid show": ("none", fixed()),
    "clean check": ("none", fixed("--rule", "fold")),
    "clean show": ("absent", fixed("999999")),
    "clean apply": ("absent", fixed("999999")),
    "clean undo": ("absent", fixed("999999")),
    "notices list": ("none", fixed()),
    "notices read": ("none", fixed()),
    "request package": (
        "hangs",
        lambda matrix, holding, folder: [str(holding.ids["customer_id"]), "--to", str(folder / "p.zip")],
    ),
    "holidays show": ("none", fixed()),
    "holidays publish": ("none", fixed("2027: 0101")),
    "request list": ("none", fixed()),
    "request receive": ("hangs", of("customer_id", "copy")),
    "search": ("none", fixed("客户")),
    "tiering list": ("none", fixed()),
    "tiering install": ("none", fixed("travel_company")),
    "tiering draft": ("none", lambda matrix, holding, folder: [str(draft_file(folder))]),
    "tiering simulate": ("absent", fixed("none")),
    "tiering publish": ("absent", fixed("none", "--from", "2030-01-01")),
    "tiering explain": ("see", of("customer_id")),
    "tiering regrade": ("hangs", of("customer_id")),
    "token list": ("none", fixed()),
    "token create": ("none", fixed("n", "--scope", "customers.view")),
    "token revoke": ("absent", fixed("999999")),
    "webhook list": ("none", fixed()),
    "webhook create": ("none", fixed("https://example.com/", "--name", "n", "--kind", "customer.created")),
    "webhook rotate": ("absent", fixed("999999")),
    "webhook ping": ("absent", fixed("999999")),
    "webhook messages": ("absent", fixed("999999")),
    "webhook replay": ("absent", fixed("999999", "--message", "1")),
    "user create": ("none", fixed("new.one", "--name", "新人", "--password", "long-enough-1")),
    "user password": ("none", fixed("stranger", "--password", "long-enough-1")),
    "user deactivate": ("none", fixed("stranger")),
}
