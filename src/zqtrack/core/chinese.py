"""The Chinese words that may be typed for ours, whatever language the program speaks."""

from collections.abc import Collection, Mapping, Sequence

from zqtrack.language import speaks_chinese

#: What may be typed for each word that a choice can be; the first is what is shown in Chinese.
WORDS: Mapping[str, tuple[str, ...]] = {
    "prospect": ("洽谈", "在谈"),
    "contacted": ("接洽", "洽谈"),
    "signed": ("签约",),
    "land-supplied": ("供地",),
    "started": ("开工", "动工"),
    "completed": ("竣工",),
    "producing": ("投产",),
    "withdrawn": ("退出", "终止"),
    "new": ("新建", "新引进"),
    "expansion": ("扩建", "增资扩产"),
    "upgrade": ("技改", "技术改造"),
    "red": ("红", "红灯"),
    "yellow": ("黄", "黄灯"),
    "green": ("绿", "绿灯"),
    "grey": ("灰", "灰灯"),
    "true": ("是", "√"),
    "false": ("否", "×"),
    "pipeline": ("项目进展",),
    "cadence": ("推进节奏",),
    "lead-times": ("阶段用时",),
    "targets": ("年度目标",),
    "problems": ("问题",),
    "totals": ("汇总",),
    "watch": ("关注名单",),
    "year": ("年",),
    "half": ("半年",),
    "quarter": ("季度", "季"),
    "month": ("月",),
    "unknown": ("不详", "未知"),
    "n/a": ("不适用", "不涉及"),
}
#: What may be typed for each field; the first is the head of its column in Chinese.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号",),
    "name": ("项目名称", "名称", "项目"),
    "company": ("企业", "企业名称", "投资方"),
    "district": ("区域", "属地", "所在区域"),
    "park": ("园区", "镇街"),
    "industry": ("产业", "行业", "所属产业"),
    "product": ("产品", "主要产品"),
    "origin": ("来源地",),
    "kind": ("类型", "项目类型", "建设性质"),
    "stage": ("阶段", "当前阶段"),
    "since": ("起始", "起始时间", "进入时间"),
    "age_days": ("停留天数",),
    "light": ("亮灯", "预警"),
    "next_stage": ("下一阶段",),
    "next_planned": ("下一计划", "下一节点"),
    "slip_days": ("推迟天数",),
    "investment": ("计划投资", "投资额", "投资", "总投资"),
    "paid_in": ("到位资金", "实际到位"),
    "output": ("年产值", "产值"),
    "tax": ("年税收", "税收"),
    "land_mu": ("用地亩数", "用地", "用地面积"),
    "high_tech": ("高新技术企业", "高企"),
    "key_industry": ("重点产业",),
    "lead": ("责任人", "责任领导"),
    "team": ("专班", "工作专班"),
    "lists": ("清单", "所属清单"),
    "open_problems": ("在办问题", "未解决问题", "问题"),
    "withdrawn": ("退出", "退出时间"),
    "contacted": ("接洽", "接洽时间", "洽谈"),
    "signed": ("签约", "签约时间"),
    "land_supplied": ("供地", "供地时间"),
    "started": ("开工", "开工时间"),
    "completed": ("竣工", "竣工时间"),
    "producing": ("投产", "投产时间"),
    "planned_contacted": ("计划接洽",),
    "planned_signed": ("计划签约",),
    "planned_land_supplied": ("计划供地",),
    "planned_started": ("计划开工",),
    "planned_completed": ("计划竣工",),
    "planned_producing": ("计划投产",),
    "sources": ("资料来源", "来源"),
}
#: The same for what only the column of an imported table is said to hold.
_MAPPED: Mapping[str, tuple[str, ...]] = {
    "withdrawn.on": ("退出时间",),
    "withdrawn.reason": ("退出原因",),
    "notes.text": ("跟进记录", "备注"),
    "problems.title": ("问题", "存在问题"),
    "ignore": ("不读取", "忽略"),
}


def in_english(text: str, words: Collection[str]) -> str:
    """Give the one of some words that a Chinese text means, or the text itself."""
    return next((word for word in words if text in WORDS.get(word, ())), text)


def names_of(field: str) -> tuple[str, ...]:
    """Give the Chinese names of a field: a column of ``list``, or a key such as actual.signed."""
    column = field.removeprefix("actual.").replace("planned.", "planned_").replace("-", "_")
    return _MAPPED.get(field) or FIELDS.get(column, ())


def field_called(name: str) -> str:
    """Give the name of a field as the reader knows it; one without a Chinese name as it is."""
    return _called(name, names_of(name))


def word_called(word: str) -> str:
    """Give a word that a choice can be as the reader knows it; anything else as it is."""
    return _called(word, WORDS.get(word, ()))


def field_in_english(name: str) -> str:
    """Give the name of the field that a Chinese one means, or the name itself."""
    return next((field for field, names in FIELDS.items() if name in names), name)


def _called(name: str, chinese: Sequence[str]) -> str:
    return chinese[0] if chinese and speaks_chinese() else name
