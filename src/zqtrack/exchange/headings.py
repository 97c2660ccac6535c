"""What the columns of an exported workbook are called, and by what other names officers call them.

The sheets and their columns stand here in the order in which they are exported. A title is
translated where it is written; a reader takes the title in any language and all further names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from zqtrack.core.columns import COLUMNS
from zqtrack.core.fields import PERIOD, TEXT, ValueType, fields_of
from zqtrack.core.project import FIELDS, MOMENT, Note, Problem, Replanned, Stage, Withdrawal
from zqtrack.language import later


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet.

    Attributes:
        field: what it holds: a key of the sheet's table as the ledger names it ("paid-in"), of a
            table in it with a dot ("actual.signed"), or of a derived column its name in JSON.
        title: what it is called in the exported sheet, in English, marked for the catalogues;
            with its unit, if it has one, in brackets.
        names: what else officers call it, in English and Chinese, without units.
        type: how its values are read.
        derived: whether it only shows what follows from other columns; an import passes it over.
    """

    field: str
    title: str
    names: tuple[str, ...]
    type: ValueType
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an exported workbook that holds data.

    Attributes:
        key: the table that it holds: "projects", or the key of a list of tables in each project.
        title: its name, in English, marked for the catalogues.
        names: what else it may be called.
        headings: its columns in their order. Sheets but the first begin with the project's id.
    """

    key: str
    title: str
    names: tuple[str, ...]
    headings: tuple[Heading, ...]

    @property
    def own(self) -> tuple[Heading, ...]:
        """The columns behind those that say which project: its id and its name."""
        return self.headings[2:]


# --- names --------------------------------------------------------------------------------------

# The title of a column, and lines of what else it is called, with ", " between the names.
_Named: TypeAlias = tuple[str, ...]

_OWN: Mapping[str, _Named] = {
    "name": (
        later("Name"),
        "project, project name, name of project, project title",
        "项目名称, 项目, 名称, 项目名, 工程名称, 工程项目名称, 招商项目名称",
    ),
    "company": (
        later("Company"),
        "company name, enterprise, firm, investor, investing company",
        "企业, 企业名称, 公司, 公司名称, 投资企业, 投资方, 投资方名称, 投资主体, 投资单位",
        "投资企业名称, 项目单位, 项目公司, 项目业主, 业主, 业主单位, 建设单位, 落地企业",
        "实施主体, 客商名称",
    ),
    "district": (
        later("District"),
        "county, zone, district or county",
        "区县, 县区, 县市区, 县(市、区), 县(市区), 市区县, 区, 县, 区域, 辖区, 所在区, 所在区县",
        "所在县区, 所在地, 所属区, 所属区县, 所属县区, 属地, 落户地, 落户区县, 建设地点",
        "项目所在地, 责任县区",
    ),
    "park": (
        later("Park"),
        "industrial park, park or town, town, site",
        "园区, 园区名称, 所在园区, 所属园区, 落户园区, 产业园, 产业园区, 工业园, 工业园区, 镇街",
        "乡镇, 镇, 所在镇街, 所在乡镇, 片区, 所在片区",
    ),
    "industry": (
        later("Industry"),
        "sector, branch, industry sector",
        "行业, 产业, 所属行业, 所属产业, 行业类别, 产业类别, 产业类型, 行业类型, 行业分类",
        "产业分类, 行业领域, 产业领域, 产业链, 所属产业链",
    ),
    "product": (
        later("Product"),
        "products, main product, main products",
        "产品, 主要产品, 主导产品, 主营产品, 产品名称, 生产产品, 主要产品名称",
    ),
    "origin": (
        later("Origin"),
        "from, source region, origin of capital, company from",
        "来源, 来源地, 企业来源, 企业来源地, 投资来源, 投资来源地, 项目来源, 项目来源地",
        "资金来源地, 客商来源, 招商来源地, 引资地",
    ),
    "kind": (
        later("Kind"),
        "type, project type, kind of project, nature",
        "类型, 类别, 项目类型, 项目类别, 建设性质, 项目性质, 性质, 建设类型",
    ),
    "investment": (
        later("Investment (yuan)"),
        "total investment, planned investment, investment amount, invest",
        "投资额, 投资, 总投资, 总投资额, 投资总额, 投资金额, 投资规模, 计划投资, 计划投资额",
        "计划总投资, 计划总投资额, 项目投资, 项目投资额, 项目总投资, 协议投资, 协议投资额",
        "合同投资额, 签约投资额, 拟投资额, 预计投资, 预计总投资, 固定资产投资额, 签约金额",
    ),
    "paid-in": (
        later("Paid in (yuan)"),
        "paid-in, investment paid in, invested so far, actual investment",
        "实际投资, 实际投资额, 实际完成投资, 已投资, 已投资额, 已完成投资, 已完成投资额",
        "完成投资, 完成投资额, 累计投资, 累计完成投资, 累计完成投资额, 到位资金, 到资, 到资额",
        "实际到位资金, 资金到位, 实缴投资, 到位投资",
    ),
    "output": (
        later("Yearly output (yuan)"),
        "output, annual output, output value, annual output value, output a year",
        "产值, 年产值, 预计产值, 预计年产值, 达产产值, 达产年产值, 达产后年产值, 年产值额",
        "年总产值, 预期产值, 预期年产值, 计划年产值, 年营业收入",
    ),
    "tax": (
        later("Yearly tax (yuan)"),
        "tax, annual tax, tax revenue, annual tax revenue, tax a year",
        "税收, 年税收, 预计税收, 预计年税收, 达产税收, 达产年税收, 达产后年税收, 年纳税",
        "年纳税额, 纳税额, 年税收额, 税收贡献, 预期税收, 预期年税收, 税额",
    ),
    "land-mu": (
        later("Land (mu)"),
        "land mu, land-mu, land area, site area, area of land",
        "用地, 用地面积, 用地规模, 用地需求, 土地面积, 土地, 占地, 占地面积, 项目用地",
        "项目用地面积, 供地面积, 拟用地面积, 计划用地面积, 用地亩数, 亩数",
    ),
    "high-tech": (
        later("High-tech"),
        "high tech, hi-tech, high-tech firm, certified high-tech firm",
        "高新技术, 高新技术企业, 是否高新技术, 是否高新技术企业, 高新, 是否高新, 高新企业",
        "是否高新企业, 高企, 是否高企, 国家高新技术企业, 是否国家高新技术企业",
    ),
    "key-industry": (
        later("Key industry"),
        "key, key industry project, pillar industry, leading industry",
        "重点产业, 是否重点产业, 主导产业, 是否主导产业, 支柱产业, 是否支柱产业, 重点产业项目",
        "主导产业项目, 是否主导产业项目, 是否属于主导产业",
    ),
    "lead": (
        later("Lead"),
        "responsible, responsible person, person in charge, project lead, leader",
        "责任人, 负责人, 项目负责人, 项目责任人, 第一责任人, 责任领导, 分管领导, 挂点领导",
        "挂钩领导, 包联领导, 联系领导, 牵头领导, 跟进人, 跟进负责人, 首席服务官, 服务专员",
        "项目专员, 专班负责人, 招商负责人",
    ),
    "team": (
        later("Team"),
        "dedicated team, task force, responsible unit",
        "专班, 工作专班, 服务专班, 项目专班, 团队, 服务团队, 工作组, 工作小组, 责任单位",
        "牵头单位, 跟进单位, 负责单位, 服务单位, 招商单位, 责任部门",
    ),
    "lists": (
        later("Lists"),
        "list, tags, on lists, named lists",
        "清单, 名单, 所属清单, 所在清单, 列入清单, 所属名单, 项目清单, 标签, 攻坚清单, 入选清单",
    ),
    "sources": (
        later("Sources"),
        "source, source of information, reference, references",
        "资料来源, 信息来源, 数据来源, 消息来源, 材料来源, 出处, 依据, 来源依据",
    ),
}

#: The title of a stage's date, of the promise for it, and the words that name the event.
_STAGES: Mapping[Stage, tuple[str, str, str, str]] = {
    Stage.CONTACTED: (
        later("First contact"),
        later("Planned first contact"),
        "contacted, contact",
        "首次接洽, 接洽, 洽谈, 首次洽谈, 对接, 首次对接, 接触, 首次接触, 初次接触",
    ),
    Stage.SIGNED: (
        later("Signed"),
        later("Planned signing"),
        "signed, signing, contract signed, signature",
        "签约, 签订, 合同签订, 协议签订, 签约合同, 正式签约, 签协议",
    ),
    Stage.LAND_SUPPLIED: (
        later("Land supplied"),
        later("Planned land supply"),
        "land-supplied, land supply, land granted",
        "供地, 拿地, 摘牌, 土地摘牌, 土地供应, 土地出让, 用地供应, 取得土地, 交地",
    ),
    Stage.STARTED: (
        later("Started"),
        later("Planned start"),
        "started, start, construction start, construction started, ground broken",
        "开工, 动工, 开工建设, 动工建设, 开建, 奠基, 正式开工",
    ),
    Stage.COMPLETED: (
        later("Completed"),
        later("Planned completion"),
        "completed, completion, construction completed, built",
        "竣工, 完工, 建成, 竣工验收, 工程竣工, 主体竣工",
    ),
    Stage.PRODUCING: (
        later("Producing"),
        later("Planned production"),
        "producing, production, production start, in production, production started",
        "投产, 建成投产, 正式投产, 竣工投产, 投产运营, 投入生产",
    ),
}

_WITHDRAWN: Mapping[str, _Named] = {
    "on": (
        later("Withdrawn on"),
        "withdrawn, withdrawal, withdrawal date, date of withdrawal",
        "退出时间, 退出日期, 终止时间, 终止日期, 撤销时间, 撤销日期, 取消时间, 取消日期",
        "流失时间, 解约时间, 解约日期",
    ),
    "reason": (
        later("Reason for withdrawal"),
        "withdrawn reason, why withdrawn, withdrawal reason",
        "退出原因, 终止原因, 撤销原因, 取消原因, 流失原因, 解约原因, 未落地原因",
    ),
}

_ID: _Named = (
    later("ID"),
    "project id, id of project, 项目编号, 编号, 项目代码, 项目编码, 项目id, 代码",
)

#: The derived columns of the sheet of projects. Officers keep some of these by hand.
_DERIVED: Mapping[str, _Named] = {
    "stage": (
        later("Stage"),
        "status, current stage, project stage, state",
        "阶段, 项目阶段, 当前阶段, 所处阶段, 目前阶段, 状态, 项目状态",
    ),
    "since": (later("Since"), "in stage since, 进入阶段时间, 起始时间, 起始, 自"),
    "age_days": (
        later("Days in stage"),
        "age, age in stage, age days, 阶段天数, 停留天数, 已历天数",
    ),
    "light": (
        later("Light"),
        "traffic light, alert, warning",
        "灯, 亮灯, 亮灯情况, 红绿灯, 红黄绿灯, 预警, 预警灯, 预警等级",
    ),
    "next_stage": (later("Next stage"), "next, 下一阶段, 下阶段, 下一环节"),
    "next_planned": (
        later("Promised for"),
        "next planned, next promise, 下一阶段承诺, 下一阶段计划时间, 下阶段时间, 计划时间",
    ),
    "slip_days": (
        later("Days slipped"),
        "slip, slip days, 推迟天数, 延期天数, 滞后天数, 逾期天数",
    ),
    "open_problems": (
        later("Open problems"),
        "problems open, 未解决问题数, 在办问题, 未决问题, 未解决问题, 问题数",
    ),
}

_PROBLEMS: Mapping[str, _Named] = {
    "title": (
        later("Problem"),
        "problem, issue, title, 问题, 存在问题, 存在的问题, 问题内容, 困难问题",
    ),
    "raised": (
        later("Raised"),
        "raised on, found, 提出时间, 提出日期, 发现时间, 发现日期, 登记时间",
    ),
    "owner": (
        later("Owner"),
        "mended by, responsible, 责任单位, 责任部门, 解决单位, 责任人, 负责人",
    ),
    "due": (later("Due"), "due on, deadline, 解决期限, 期限, 解决时限, 完成时限, 限期, 到期日期"),
    "closed": (
        later("Closed"),
        "closed on, solved, 解决时间, 解决日期, 办结时间, 办结日期, 销号时间",
    ),
}

_NOTES: Mapping[str, _Named] = {
    "on": (later("Date"), "on, day, 日期, 时间, 记录日期, 记录时间, 跟进日期"),
    "by": (later("By"), "author, written by, 记录人, 跟进人, 填报人, 人员"),
    "text": (
        later("Note"),
        "text, notes, remark, remarks, comment, progress",
        "内容, 备注, 说明, 情况说明, 进展, 进展情况, 最新进展, 项目进展, 工作进展, 跟进情况, 记录",
    ),
}

_REPLANNED: Mapping[str, _Named] = {
    "stage": (later("Promised stage"), "stage, 阶段, 承诺阶段, 计划阶段, 调整阶段, 环节"),
    "to": (
        later("New date"),
        "to, promised for, 新日期, 新的时间, 调整后时间, 调整后日期, 新承诺时间, 调整至",
    ),
    "on": (
        later("Promised on"),
        "on, date of change, 承诺日期, 调整日期, 调整时间, 变更日期, 变更时间",
    ),
    "reason": (later("Reason"), "why, 原因, 调整原因, 变更原因, 延期原因, 推迟原因"),
}

# How Chinese workbooks write around the word for a stage.
_ACTUAL_FORMS = (
    *("{}", "{}时间", "{}日期", "{}年月", "{}月份"),
    *("实际{}", "实际{}时间", "实际{}日期", "已{}时间", "项目{}时间"),
)
_PLANNED_FORMS = (
    *(
        form.replace("{}", f"{before}{{}}")
        for before in ("计划", "预计", "拟", "承诺", "约定", "预期", "目标", "预定")
        for form in ("{}", "{}时间", "{}日期", "{}年月")
    ),
    *("{}计划", "{}计划时间", "{}承诺时间", "{}目标时间"),
)
_ENGLISH_ACTUAL = ("{}", "{} on", "{} date", "date {}", "actual {}", "actual.{}")
_ENGLISH_PLANNED = ("planned {}", "{} planned", "expected {}", "promised {}", "planned.{}")


# --- columns ------------------------------------------------------------------------------------


def _heading(field: str, named: _Named, kind: ValueType, *, derived: bool = False) -> Heading:
    title, *lines = named
    names = tuple(name for line in lines for name in line.split(", "))
    return Heading(field, title, names, kind, derived)


def _actual(stage: Stage) -> Heading:
    title, _planned, english, chinese = _STAGES[stage]
    names = (*_formed(_ENGLISH_ACTUAL, english), *_formed(_ACTUAL_FORMS, chinese))
    return Heading(f"actual.{stage}", title, names, MOMENT)


def _planned(stage: Stage) -> Heading:
    _actual, title, english, chinese = _STAGES[stage]
    names = (*_formed(_ENGLISH_PLANNED, english), *_formed(_PLANNED_FORMS, chinese))
    return Heading(f"planned.{stage}", title, names, PERIOD)


def _formed(forms: tuple[str, ...], words: str) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words.split(", ") for form in forms)


_ID_HEADING = _heading("id", _ID, TEXT)
_OF_PROJECT = _heading("name", _OWN["name"], TEXT, derived=True)

#: The columns that a project's file holds, in the order of the exported sheet.
HEADINGS: tuple[Heading, ...] = (
    _ID_HEADING,
    *(_heading(own.key, _OWN[own.key], own.type) for own in FIELDS),
    *(_actual(stage) for stage in Stage),
    *(_planned(stage) for stage in Stage),
    *(
        _heading(f"withdrawn.{own.key}", _WITHDRAWN[own.key], own.type)
        for own in fields_of(Withdrawal)
    ),
)
#: The columns that follow from them: how each project stands on the day of the export.
DERIVED: tuple[Heading, ...] = tuple(
    _heading(column.name, _DERIVED[column.name], column.type, derived=True)
    for column in COLUMNS
    if column.name in _DERIVED
)


def _of_parts(part: type, named: Mapping[str, _Named]) -> tuple[Heading, ...]:
    """Give the columns of a list of tables: the project's id, its name, and their own fields."""
    columns = (_heading(own.key, named[own.key], own.type) for own in fields_of(part))
    return (_ID_HEADING, _OF_PROJECT, *columns)


# Which project and how it stands first, as far as a screen reaches; then what its file holds.
PROJECTS = Sheet(
    "projects",
    later("Projects"),
    ("项目", "项目清单", "项目台账"),
    (*HEADINGS[:2], *DERIVED, *HEADINGS[2:]),
)
PROBLEMS = Sheet(
    "problems",
    later("Problems"),
    ("问题", "问题清单", "问题台账"),
    _of_parts(Problem, _PROBLEMS),
)
NOTES = Sheet("notes", later("Notes"), ("备注", "跟进记录", "跟进"), _of_parts(Note, _NOTES))
REPLANNED = Sheet(
    "replanned",
    later("New promises"),
    ("replanned", "计划调整", "承诺调整"),
    _of_parts(Replanned, _REPLANNED),
)
#: The sheets that hold a row for each part of a project.
PARTS = (PROBLEMS, REPLANNED, NOTES)
#: Every sheet of an exported workbook that holds data; that of the report holds none.
SHEETS = (PROJECTS, *PARTS)

#: The sheet that only shows figures; an import passes it over.
REPORT = Sheet("report", later("Report"), ("report", "报告", "报表", "统计"), ())

#: Columns that officers keep in a sheet of projects for what the ledger keeps in lists of tables.
#: They are never exported: the field is the one required text of such a table.
REMARKS: tuple[Heading, ...] = (
    _heading("notes.text", _NOTES["text"], TEXT),
    _heading("problems.title", _PROBLEMS["title"], TEXT),
)
