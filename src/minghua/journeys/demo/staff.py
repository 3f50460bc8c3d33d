"""Who works at Minghua's: teams as a tree, people with their roles, the public pool."""

from random import Random

from minghua.journeys.demo.facts import Basin, Worker

TEAMS: tuple[tuple[str, str], ...] = (  # name, the team above it
    ("明华粮油", ""),
    ("销售部", "明华粮油"),
    ("零售组", "销售部"),
    ("团购组", "销售部"),
    ("客服部", "明华粮油"),
)
STAFF: tuple[Worker, ...] = (
    Worker(username="minghua", name="明华", team="明华粮油", role="admin"),
    Worker(username="wang.fang", name="王芳", team="明华粮油", role="manager"),
    Worker(username="li.jun", name="李军", team="销售部", role="team_lead"),
    Worker(username="zhao.min", name="赵敏", team="零售组", role="sales"),
    Worker(username="chen.lei", name="陈磊", team="零售组", role="sales"),
    Worker(username="sun.yue", name="孙悦", team="团购组", role="sales"),
    Worker(username="zhou.ting", name="周婷", team="客服部", role="service"),
    Worker(username="auditor", name="审计员", team="明华粮油", role="auditor"),
)
POOLS: tuple[Basin, ...] = (
    Basin(name="零售公海", team="零售组", return_after_days=800, claim_limit=1_200),
    Basin(name="团购公海", team="团购组", return_after_days=760, claim_limit=600),
)
RETAIL, GROUPS = (basin.name for basin in POOLS)


def keeper(random: Random, *, area_index: int) -> tuple[str, str]:
    """Return (owner, pool) for a household or a person: by delivery area, one in eleven in the pool."""
    draw = random.random()
    if draw < 0.09:
        return "", RETAIL
    if draw < 0.14:
        return "li.jun", ""
    return ("zhao.min", "") if area_index < 4 else ("chen.lei", "")


def account_keeper(random: Random, *, large: bool) -> tuple[str, str]:
    """Return (owner, pool) for an organisation: the large ones are the manager's or the team lead's."""
    if large:
        return random.choice(("wang.fang", "li.jun")), ""
    return ("", GROUPS) if random.random() < 0.12 else ("sun.yue", "")
