"""What Minghua's shop sells: rice first, then grain, oil and what stands beside them."""

from random import Random

from minghua.journeys.demo.facts import Goods, Line
from minghua.kernel.money import price_e4

# sku | name | shelf | unit | price in fen | cost in fen | weight | cycle in days | bowls (milli) in one unit
_SHELVES = """
R001 | 东北大米 10kg | 大米 | 袋 | 6280 | 5100 | 30 | 30 | 100000
R002 | 五常稻花香 5kg | 大米 | 袋 | 7900 | 6100 | 16 | 30 | 50000
R003 | 江淮粳米 10kg | 大米 | 袋 | 5680 | 4700 | 26 | 30 | 100000
R004 | 丝苗香米 10kg | 大米 | 袋 | 7280 | 5950 | 14 | 30 | 100000
R005 | 有机胚芽米 2.5kg | 大米 | 袋 | 4900 | 3600 | 5 | 30 | 25000
R006 | 糯米 2.5kg | 大米 | 袋 | 2380 | 1800 | 7 | 60 |
R007 | 食堂专用米 25kg | 大米 | 袋 | 12800 | 11300 | 0 | 14 | 250000
G001 | 小米 1kg | 杂粮 | 袋 | 1480 | 1020 | 8 | 45 |
G002 | 燕麦片 1kg | 杂粮 | 袋 | 2280 | 1600 | 6 | 45 |
G003 | 红豆 1kg | 杂粮 | 袋 | 1680 | 1210 | 6 | 60 |
G004 | 绿豆 1kg | 杂粮 | 袋 | 1580 | 1130 | 7 | 60 |
G005 | 黑米 1kg | 杂粮 | 袋 | 1780 | 1290 | 4 | 60 |
G006 | 婴儿营养米粉 400g | 杂粮 | 盒 | 5600 | 4200 | 1 | 14 |
F001 | 雪花粉 5kg | 面粉 | 袋 | 2980 | 2350 | 12 | 40 |
F002 | 饺子粉 2.5kg | 面粉 | 袋 | 1780 | 1370 | 8 | 40 |
F003 | 高筋面包粉 25kg | 面粉 | 袋 | 11600 | 10100 | 0 | 14 |
F004 | 手工挂面 1kg | 面粉 | 把 | 980 | 690 | 14 | 21 |
O001 | 一级压榨菜籽油 5L | 食用油 | 桶 | 8980 | 7600 | 14 | 45 |
O002 | 花生油 5L | 食用油 | 桶 | 13900 | 11700 | 8 | 45 |
O003 | 非转基因大豆油 5L | 食用油 | 桶 | 6980 | 6050 | 14 | 45 |
O004 | 芝麻香油 400ml | 食用油 | 瓶 | 2580 | 1900 | 7 | 60 |
O005 | 餐饮专用油 20L | 食用油 | 桶 | 23800 | 21400 | 0 | 10 |
S001 | 酿造生抽 1.28L | 调味 | 瓶 | 1580 | 1150 | 11 | 40 |
S002 | 老陈醋 800ml | 调味 | 瓶 | 1080 | 740 | 9 | 45 |
S003 | 加碘精制盐 400g | 调味 | 袋 | 300 | 190 | 9 | 45 |
S004 | 绵白糖 1kg | 调味 | 袋 | 980 | 720 | 6 | 60 |
S005 | 豆瓣酱 500g | 调味 | 瓶 | 1280 | 880 | 6 | 45 |
S006 | 鸡精 454g | 调味 | 袋 | 1480 | 1050 | 6 | 60 |
D001 | 土鸡蛋 30枚 | 鲜副 | 板 | 3680 | 2980 | 15 | 10 |
D002 | 鲜豆腐 | 鲜副 | 盒 | 350 | 210 | 8 | 5 |
D003 | 散养咸鸭蛋 10枚 | 鲜副 | 盒 | 1980 | 1420 | 6 | 21 |
D004 | 纯牛奶 250ml×12 | 鲜副 | 箱 | 3980 | 3200 | 10 | 14 |
N001 | 腊味礼盒 | 礼品 | 盒 | 16800 | 12400 | 2 | |
N002 | 五谷丰登礼盒 | 礼品 | 盒 | 12800 | 8900 | 2 | |
N003 | 粽叶与糯米套装 | 礼品 | 套 | 3980 | 2700 | 1 | |
H001 | 抽纸 24包 | 日用 | 提 | 2980 | 2280 | 9 | 30 |
H002 | 洗洁精 1.5kg | 日用 | 瓶 | 1380 | 960 | 6 | 45 |
H003 | 垃圾袋 150只 | 日用 | 卷 | 990 | 620 | 5 | 40 |
"""
TOGETHER = {"大米": ("食用油", 0.46), "面粉": ("调味", 0.4), "食用油": ("调味", 0.25), "鲜副": ("日用", 0.15)}


def _goods(line: str) -> Goods:
    sku, name, family, unit, price, cost, weight, cycle, bowls = (part.strip() for part in line.split("|"))
    return Goods(
        sku=sku,
        name=name,
        family=family,
        unit=unit,
        price_minor=int(price),
        cost_minor=int(cost),
        weight=int(weight),
        replenishable=bool(cycle),
        cycle_days=int(cycle) if cycle else None,
        servings_milli=int(bowls) if bowls else None,
        serving_name="碗" if bowls else "",
    )


GOODS: tuple[Goods, ...] = tuple(_goods(row) for row in _SHELVES.strip().splitlines())
BY_SKU = {one.sku: one for one in GOODS}
FAMILIES = tuple(dict.fromkeys(one.family for one in GOODS))
_ON_SHELF = [one for one in GOODS if one.weight]


def line(sku: str, *, quantity: int, discount_percent: int = 0) -> Line:
    """Return a line of whole units at the list price less a discount."""
    price = price_e4(BY_SKU[sku].price_minor) * (100 - discount_percent) // 100
    return Line(sku, quantity * 1000, price)


def of_family(random: Random, family: str) -> str:
    """Return a product of that shelf, the usual ones more often."""
    shelf = [one for one in _ON_SHELF if one.family == family]
    return random.choices(shelf, weights=[one.weight for one in shelf])[0].sku


def basket(random: Random, *, favourite: str, size: int) -> list[str]:
    """Return the skus of one visit: often the favourite, what goes with it (rice and oil), then anything."""
    first = favourite if random.random() < 0.62 else random.choices(_ON_SHELF, [g.weight for g in _ON_SHELF])[0].sku
    chosen = [first]
    family, chance = TOGETHER.get(BY_SKU[first].family, ("", 0.0))
    if family and random.random() < chance:
        chosen.append(of_family(random, family))
    while len(chosen) < size:
        chosen.append(random.choices(_ON_SHELF, [g.weight for g in _ON_SHELF])[0].sku)
    return list(dict.fromkeys(chosen))
