"""Believable Chinese names: surnames as frequent as in life, given names of their generation."""

from random import Random

SURNAMES = (
    ("王李张刘陈", 70),
    ("杨黄赵吴周徐孙马朱胡", 26),
    ("郭何林高罗郑梁谢宋唐", 13),
    ("许韩邓冯曹彭曾肖田董", 8),
    ("潘袁蔡蒋余于杜叶程魏", 6),
    ("苏吕丁任卢姚沈钟姜崔", 5),
    ("谭陆范汪廖石金韦贾夏", 4),
    ("付方邹熊白孟秦邱侯江", 3),
    ("尹薛闫段雷龙黎史陶贺", 2),
    ("毛郝顾龚邵万覃武钱戴", 2),
    ("严莫孔向汤温康施文牛", 1),
    ("单解仇查盖区朴翟瞿冼", 1),
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟")
OLDER = {
    "male": (
        [
            "建国",
            "国强",
            "志强",
            "建华",
            "德明",
            "永福",
            "长根",
            "福生",
            "卫国",
            "建军",
            "志明",
            "大勇",
            "金生",
            "水根",
            "宝山",
            "兴旺",
            "学文",
            "茂林",
            "少华",
            "庆丰",
        ]
    ),
    "female": (
        [
            "桂兰",
            "秀英",
            "玉兰",
            "淑珍",
            "凤英",
            "翠花",
            "桂芳",
            "玉梅",
            "春兰",
            "素珍",
            "金凤",
            "惠芳",
            "月娥",
            "美珍",
            "荷花",
            "腊梅",
            "菊香",
            "银娣",
            "彩霞",
            "爱华",
        ]
    ),
}
MIDDLE = {
    "male": (
        [
            "伟",
            "勇",
            "军",
            "磊",
            "涛",
            "斌",
            "鹏",
            "辉",
            "刚",
            "杰",
            "超",
            "明",
            "强",
            "波",
            "俊",
            "海涛",
            "志远",
            "文斌",
            "建平",
            "晓东",
            "国栋",
            "立新",
            "永刚",
            "少峰",
            "春生",
            "宏伟",
            "向阳",
            "培林",
        ]
    ),
    "female": (
        [
            "芳",
            "娟",
            "敏",
            "静",
            "丽",
            "艳",
            "燕",
            "霞",
            "玲",
            "莉",
            "红",
            "萍",
            "慧",
            "婷",
            "洁",
            "晓燕",
            "海燕",
            "丽娟",
            "秀丽",
            "文静",
            "雪梅",
            "晓红",
            "春燕",
            "美玲",
            "冬梅",
            "红霞",
            "亚男",
            "素芬",
        ]
    ),
}
YOUNGER = {
    "male": [
        "浩然",
        "子轩",
        "宇航",
        "俊熙",
        "梓豪",
        "博文",
        "天佑",
        "嘉诚",
        "一鸣",
        "思远",
        "睿",
        "晨",
        "昊",
        "泽宇",
        "明哲",
        "奕辰",
        "皓轩",
        "锦程",
        "子墨",
        "致远",
    ],
    "female": [
        "欣怡",
        "雨桐",
        "梓涵",
        "诗涵",
        "可欣",
        "思琪",
        "佳怡",
        "雅琪",
        "语嫣",
        "若曦",
        "悦",
        "萱",
        "婉清",
        "沐晴",
        "依诺",
        "书瑶",
        "芷若",
        "安琪",
        "念慈",
        "静姝",
    ],
}


def surname(random: Random) -> str:
    """Return a surname; a few in a thousand are compound."""
    if random.random() < 0.004:
        return random.choice(COMPOUND)
    group = random.choices(SURNAMES, weights=[len(signs) * weight for signs, weight in SURNAMES])[0]
    return random.choice(group[0])


def given(random: Random, *, gender: str, born: int) -> str:
    """Return a given name that fits the year of birth."""
    if born < 1968:
        return random.choice(OLDER[gender])
    if born < 1996:
        return random.choice(MIDDLE[gender] if random.random() < 0.8 else OLDER[gender])
    return random.choice(YOUNGER[gender] if born > 2002 or random.random() < 0.6 else MIDDLE[gender])


def gender(random: Random) -> str:
    """Return who does the shopping: women somewhat more often."""
    return "female" if random.random() < 0.58 else "male"
