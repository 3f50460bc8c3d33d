"""An invented district of a real city: delivery areas, streets, telephone numbers nobody has."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

PROVINCE, CITY, DISTRICT = "安徽省", "合肥市", "稻香区"


class Place(NamedTuple):
    """Where somebody lives: the delivery area and the address in it."""

    area: str
    address: str


AREAS: dict[str, tuple[str, ...]] = {
    "米市街片": ("米市街", "老粮仓路", "石磨巷"),
    "稻花路片": ("稻花路", "禾香路", "田园巷"),
    "粮道街片": ("粮道街", "斗升巷", "码头后街"),
    "桂花巷片": ("桂花巷", "井台路", "银杏里"),
    "南塘片": ("南塘路", "荷叶街", "柳堤路"),
    "北桥片": ("北桥大街", "石板桥路", "船坊里"),
    "学府片": ("学府路", "书院街", "求知巷"),
    "新城片": ("新禾大道", "金穗路", "丰年路"),
}
WEIGHTS = (18, 16, 14, 12, 12, 11, 9, 8)
ESTATES = ("稻香苑", "金穗花园", "桂花新村", "南塘小区", "粮站家属院", "禾香里", "丰年家园", "学府雅居")


def home(random: Random) -> Place:
    """Return a flat in one of the areas; nearer ones are more common."""
    area = random.choices(tuple(AREAS), weights=WEIGHTS)[0]
    street = random.choice(AREAS[area])
    number = random.randint(1, 288)
    if random.random() < 0.3:
        return Place(area, f"{street}{number}号")
    estate = random.choice(ESTATES)
    return Place(
        area,
        f"{street}{number}号{estate}{random.randint(1, 28)}栋{random.randint(1, 18)}0{random.randint(1, 4)}室",
    )


def premises(random: Random) -> Place:
    """Return a house number on a street, for a firm."""
    area = random.choice(tuple(AREAS))
    return Place(area, f"{random.choice(AREAS[area])}{random.randint(1, 399)}号")


def mobiles(random: Random) -> Iterator[str]:
    """Yield different mobile numbers of the block 199 0000, which is given to nobody."""
    tails = random.sample(range(10_000), 10_000)
    return (f"+861990000{tail:04d}" for tail in tails)
