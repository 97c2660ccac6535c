"""Invented projects, as many as wanted, always the same for the same seed.

Only ``random.Random.random`` is used, which Python promises not to change, so they are the same on
every platform. The first hundred of a thousand are the same as a hundred.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")

#: The day from which the ledgers are seen; nothing happened later.
AS_OF = date(2024, 6, 30)
#: How many projects one officer leads.
LED = 20

STAGES = ("signed", "land-supplied", "started", "completed", "producing")
# The fewest and the most days from the stage before.
DAYS = ((0, 0), (30, 400), (10, 200), (180, 700), (20, 250))

SYLLABLES = """
    恒 heng 泰 tai 华 hua 丰 feng 金 jin 新 xin 远 yuan 达 da 宏 hong 盛 sheng 永 yong 利 li
    东 dong 方 fang 正 zheng 创 chuang 科 ke 嘉 jia 隆 long 信 xin 德 de 凯 kai 星 xing 海 hai
"""
PRODUCTS = """
    电池外壳 battery casings, 新能源; 正极材料 cathode materials, 新能源;
    储能柜 storage cabinets, 新能源; 充电桩 charging posts, 新能源; 铜箔 copper foil, 新能源;
    座椅骨架 seat frames, 汽车零部件; 制动盘 brake discs, 汽车零部件;
    轮毂 wheel hubs, 汽车零部件; 线束 wiring harnesses, 汽车零部件;
    电路板 circuit boards, 电子信息; 连接器 connectors, 电子信息;
    摄像模组 camera modules, 电子信息; 传感器 sensors, 电子信息;
    精密模具 precision moulds, 装备制造; 机床 machine tools, 装备制造; 水泵 pumps, 装备制造;
    铝型材 aluminium profiles, 金属加工; 压铸件 die castings, 金属加工;
    紧固件 fasteners, 金属加工; 家具 furniture, 消费品; 厨具 kitchenware, 消费品;
    瓶装茶 bottled tea, 食品; 速冻水饺 frozen dumplings, 食品; 冷库 cold storage, 物流
"""
PLACES = """
    端州 Duanzhou, 鼎湖 Dinghu, 高要 Gaoyao, 四会 Sihui, 广宁 Guangning, 德庆 Deqing, 封开 Fengkai,
    怀集 Huaiji, 集聚区 Agglomeration Zone
"""
ORIGINS = ("Pearl River Delta",) * 6 + ("Yangtze River Delta", "湖南", "北京", "香港")
PARKS = ("East Park", "West Park", "高新园", "产业转移园", "Start area")
KINDS = ("new",) * 4 + ("expansion", "upgrade")
LEADERS = ("Chen Wei", "Li Na", "Zhang Min", "黄志强", "梁美玲", "Liu Yang", "何俊", "Wu Fang")
LISTS = ("battle-275", "striving-2024", "省重点")
SOURCES = ("signing ceremony notice", "签约仪式通报", "weekly supervision round", "2024年工作报告")
OBSTACLES = (
    ("Construction access road", "Roads office"),
    ("Temporary power supply", "Power company"),
    ("Environmental approval", "Ecology office"),
    ("施工许可证", "住建局"),
    ("土地平整", "自然资源局"),
    ("Water main connection", "Water company"),
)
REASONS = ("transformer delivery", "土地竞买推迟一轮", "layout redrawn", "环评", "rain in June")
NOTES = (
    "Layout drawings handed in.",
    "The firm's engineers visited the site.",
    "企业要求增加第二路供电。",
    "Asked for dormitories near the site.",
    "总投资额已复核,施工单位已进场。",
)
LEFT = ("moved to another province", "资金不足", "no land in time")


@dataclass(frozen=True, slots=True)
class Dated:
    """What happened or was promised: the day itself, and what is known of it.

    Attributes:
        what: a stage, or what was said.
        day: the day.
        written: the value as the project's file has it, quoted unless it is a whole day.
    """

    what: str
    day: date
    written: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What stood in the way; open when ``closed`` is None."""

    title: str
    owner: str
    raised: date
    due: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Replan:
    """A later promise."""

    to: Dated
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project. ``head`` are the keys above all tables and their values, ready for TOML."""

    id: str
    name: str
    company: str
    district: str
    lead: str
    investment: int
    head: tuple[tuple[str, str], ...]
    actual: tuple[Dated, ...]
    planned: tuple[Dated, ...]
    replanned: tuple[Replan, ...]
    problems: tuple[Problem, ...]
    notes: tuple[tuple[date, str, str], ...]
    withdrawn: tuple[date, str] | None

    @property
    def stage(self) -> str:
        """Where it stands."""
        if self.withdrawn:
            return "withdrawn"
        reached = [d.what for d in self.actual if d.what in STAGES and d.written != '"n/a"']
        return reached[-1] if reached else "prospect"


def projects(count: int, seed: int = 0) -> Iterator[Project]:
    """Give so many projects, one at a time."""
    rng = random.Random(seed)  # noqa: S311 - an example to repeat, not a secret to keep
    for number in range(count):
        yield _project(rng, number)


def leader(number: int) -> str:
    """Give who leads a project: always ``LED`` projects one after the other."""
    desk = number // LED
    return f"{LEADERS[desk % len(LEADERS)]} {desk + 1:04}"


def _project(rng: random.Random, number: int) -> Project:
    (hanzi, pinyin), (hanzi_2, pinyin_2) = _pick(rng, _SYLLABLES), _pick(rng, _SYLLABLES)
    product, product_en, industry = _pick(rng, _PRODUCTS)
    district, district_en = _pick(rng, _PLACES)
    if rng.random() < 0.5:
        name = f"{hanzi}{hanzi_2}{product}项目({number + 1}号)"
        company = f"{district}{hanzi}{hanzi_2}{industry}科技有限公司"
    else:
        name = f"{pinyin.title()}{pinyin_2} {product_en} plant {number + 1}"
        company = f"{pinyin.title()}{pinyin_2} Holding Group"
        product, district = product_en, district_en
    investment = (20 + _below(rng, 71) ** 2 * _below(rng, 11) // 10) * 1_000_000
    lead = leader(number)
    texts = {"name": name, "company": company, "district": district, "industry": industry}
    course = _Course(rng)
    return Project(
        f"{pinyin}{pinyin_2}-{product_en.replace(' ', '-')}-{number + 1}",
        name,
        company,
        district,
        lead,
        investment,
        (
            *((key, f'"{text}"') for key, text in texts.items()),
            *_more(rng, product, investment, lead),
        ),
        tuple(course.actual),
        tuple(course.planned),
        tuple(course.replanned),
        tuple(_problems(rng, course.begins)),
        tuple(_notes(rng, course.begins)),
        course.withdrawn,
    )


def _more(
    rng: random.Random, product: str, investment: int, lead: str
) -> Iterator[tuple[str, str]]:
    """Give the keys that not every project has, in the order of a file."""
    output = investment * (50 + _below(rng, 250)) // 100
    some = (
        (0.4, "park", f'"{_pick(rng, PARKS)}"'),
        (0.9, "product", f'"{product}"'),
        (0.6, "origin", f'"{_pick(rng, ORIGINS)}"'),
        (0.4, "kind", f'"{_pick(rng, KINDS)}"'),
        (0.95, "investment", _money(rng, investment)),
        (0.3, "paid-in", _money(rng, investment * (1 + _below(rng, 105)) // 100)),
        (0.4, "output", _money(rng, output)),
        (0.2, "tax", _money(rng, output * (2 + _below(rng, 7)) // 100)),
        (0.5, "land-mu", f"{investment / (1 + 5 * rng.random()) / 1_000_000:.1f}"),
        (0.4, "high-tech", _pick(rng, ("true", "false"))),
        (0.2, "key-industry", _pick(rng, ("true", "false"))),
        (1.0, "lead", f'"{lead}"'),
        (0.4, "team", f'"Team {1 + _below(rng, 8)}"'),
        (0.25, "lists", f'["{_pick(rng, LISTS)}"]'),
        (0.2, "sources", f'["{_pick(rng, SOURCES)}"]'),
    )
    for share, key, value in some:
        if rng.random() < share:
            yield key, value


def _money(rng: random.Random, yuan: int) -> str:
    """Write an amount as one person or another would, without a loss."""
    way = _below(rng, 6)
    if way == 0 and yuan % 1_000_000 == 0:
        return f'"{yuan / 100_000_000:g}亿"'
    if way == 1 and yuan % 10_000 == 0:
        return f'"{yuan // 10_000}万"'
    if way == 2 and yuan % 1_000_000 == 0:
        return f'"{yuan // 1_000_000}m"'
    return f"{yuan:_}"


class _Course:
    """How a project went: drawn once, in the order of its stages."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.actual: list[Dated] = []
        self.planned: list[Dated] = []
        self.replanned: list[Replan] = []
        self.withdrawn: tuple[date, str] | None = None
        last = AS_OF.toordinal()
        if rng.random() < 0.06:  # a prospect
            self.begins = last - 10 - _below(rng, 400)
            self._contact(self.begins)
            return
        self.begins = last - 10 - _below(rng, 2200)
        if rng.random() < 0.6:
            self._contact(self.begins - 20 - _below(rng, 180))
        day, slipped, reached = self.begins, 0, 0
        for stage, (least, most) in zip(STAGES, DAYS, strict=True):
            day += least + _below(rng, most - least + 1)
            if stage == "land-supplied" and rng.random() < 0.05:
                self.actual.append(Dated(stage, date.fromordinal(day), '"n/a"'))
            elif day <= last:
                reached = day
                self._reach(stage, day)
            else:
                slipped = self._promise(stage, day, slipped)
                day += slipped
        if self.actual[-1].what != "producing" and rng.random() < 0.06:
            left = reached + _below(rng, last - reached + 1)
            self.withdrawn = (date.fromordinal(left), _pick(rng, LEFT))

    def _contact(self, day: int) -> None:
        self.actual.append(_dated(self.rng, "contacted", day))

    def _reach(self, stage: str, day: int) -> None:
        """Reach a stage, perhaps late, and perhaps after a second promise."""
        rng = self.rng
        unknown = rng.random() < 0.04
        reached = _dated(rng, stage, day)
        self.actual.append(Dated(stage, reached.day, '"unknown"') if unknown else reached)
        if stage == "signed" or rng.random() < 0.5:
            return
        late = _below(rng, 120) - 30
        self.planned.append(_dated(rng, stage, day - late))
        if late > 30 and rng.random() < 0.5:  # for a month nobody writes
            on = date.fromordinal(day - 20 - _below(rng, 20))
            self.replanned.append(Replan(_dated(rng, stage, day), on, _pick(rng, REASONS)))

    def _promise(self, stage: str, day: int, slipped: int) -> int:
        """Promise a stage ahead, again if it or the one before slipped; give by how many days."""
        rng = self.rng
        if not slipped and rng.random() < 0.35:
            return 0
        self.planned.append(_dated(rng, stage, day))
        if not slipped and rng.random() < 0.85:
            return 0
        slipped = slipped or 40 + _below(rng, 150)
        on = date.fromordinal(AS_OF.toordinal() - _below(rng, 8))
        to = _dated(rng, stage, day + slipped)
        self.replanned.append(Replan(to, on, _pick(rng, REASONS)))
        return slipped


def _problems(rng: random.Random, begins: int) -> Iterator[Problem]:
    """Give what stood in the way since the signing: mostly nothing, at times three things."""
    last = AS_OF.toordinal()
    while rng.random() < 0.18:
        title, owner = _pick(rng, OBSTACLES)
        raised = begins + _below(rng, min(last - begins, 500))
        closed = raised + 5 + _below(rng, 90)
        shut = closed <= last and rng.random() < 0.85
        yield Problem(
            title,
            owner,
            date.fromordinal(raised),
            date.fromordinal(raised + 14 + _below(rng, 60)),
            date.fromordinal(closed) if shut else None,
        )


def _notes(rng: random.Random, begins: int) -> Iterator[tuple[date, str, str]]:
    while rng.random() < 0.18:
        on = begins + _below(rng, AS_OF.toordinal() - begins)
        yield date.fromordinal(on), f"Team {1 + _below(rng, 8)}", _pick(rng, NOTES)


def _dated(rng: random.Random, what: str, day: int) -> Dated:
    """Write a day as it is known: mostly whole, at times a month, a quarter, a half or a year."""
    known, on = rng.random(), date.fromordinal(day)
    if known < 0.7:
        written = on.isoformat()
    elif known < 0.92:
        written = f'"{on.year}-{on.month:02}"'
    elif known < 0.96:
        written = f'"{on.year}-Q{(on.month + 2) // 3}"'
    elif known < 0.98:
        written = f'"{on.year}-H{(on.month + 5) // 6}"'
    elif known < 0.99:
        written = f'"{on.year}"'
    else:
        written = f'"{on.year - 1}-11/{on.year}-12"'
    return Dated(what, on, written)


def _below(rng: random.Random, count: int) -> int:
    return int(rng.random() * count)


def _pick(rng: random.Random, choices: Sequence[T]) -> T:
    return choices[int(rng.random() * len(choices))]


def _words(text: str) -> tuple[tuple[str, str], ...]:
    """Take a list apart: each a Chinese word, a blank, and what it is in Latin letters."""
    return tuple((word[0], word[1]) for part in text.split(",") if (word := part.split(None, 1)))


_SYLLABLES = tuple(zip(SYLLABLES.split()[::2], SYLLABLES.split()[1::2], strict=True))
_PRODUCTS = tuple(
    (*_words(product)[0], industry.strip())
    for product, industry in (each.rsplit(",", 1) for each in PRODUCTS.split(";"))
)
_PLACES = tuple((hanzi, latin.strip()) for hanzi, latin in _words(PLACES))
