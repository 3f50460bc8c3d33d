"""The column register: every customer column people read or edit, with its label, type and vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass

from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.fields import ArchiveField
from minghua.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` says how its value is cleaned and shown; `editable` ones are edited by people."""

    code: str
    label: Text
    type: str
    vocabulary: str = ""
    max_length: int = 0
    editable: bool = True
    required: bool = False
    field: ArchiveField | None = None


def _column(line: str, *, editable: bool) -> Column:
    """Return the column written as `code type[:vocabulary] [length] [required] | 中文 | English`."""
    head, zh, en = (part.strip() for part in line.split("|"))
    code, type_and_vocabulary, *flags = head.split()
    kind, _, vocabulary = type_and_vocabulary.partition(":")
    return Column(
        code=code,
        label=Text(zh, en),
        type=kind,
        vocabulary=f"customers.{vocabulary}" if vocabulary else "",
        max_length=next((int(flag) for flag in flags if flag.isdigit()), 0),
        editable=editable,
        required="required" in flags,
    )


def _columns(lines: str, *, editable: bool) -> dict[str, Column]:
    found = (_column(line, editable=editable) for line in lines.strip().splitlines())
    return {column.code: column for column in found}


EDITABLE = _columns(
    """
    name text 200 required | 名称 | Name
    short_name text 100 | 简称/备注名 | Short name
    gender choice:gender | 性别 | Gender
    birthday past_date | 生日 | Birthday
    mobile mobile | 手机 | Mobile
    phone phone | 固定电话 | Telephone
    email email 254 | 电子邮箱 | E-mail
    wechat text 64 | 微信号 | WeChat id
    province text 40 | 省份 | Province
    city text 40 | 城市 | City
    district text 40 | 区县 | District
    address text 300 | 地址 | Address
    area text 80 | 配送片区 | Delivery area
    market_kind choice:market_kind | 市场类型 | Market kind
    channel_kind choice:channel_kind | 渠道类型 | Channel kind
    screening choice:screening required | 识别结论 | Screening
    value_class choice:value_class | 价值分类 | Value class
    pyramid_tier choice:pyramid_tier | 金字塔层级 | Pyramid tier
    lifecycle_stage choice:lifecycle_stage | 生命周期阶段 | Lifecycle stage
    loyalty_class choice:loyalty_class | 忠诚分类 | Loyalty class
    relation_type choice:relation_type | 关系类型 | Relation type
    attitude choice:attitude | 态度类型 | Attitude
    origin_channel choice:origin_channel | 来源渠道 | Origin channel
    credit_grade choice:credit_grade | 信用等级 | Credit grade
    confidentiality choice:confidentiality required | 保密级别 | Confidentiality
    next_action text 200 | 下一步 | Next action
    next_action_on date | 下一步日期 | Next action on
    """,
    editable=True,
)
COMPUTED = _columns(
    """
    number text | 客户编号 | Number
    kind choice:kind | 客户形态 | Kind
    status choice:status | 客户状态 | Status
    relation_time choice:relation_time | 关系时态 | Relation in time
    first_order_on date | 首次购买 | First order
    last_order_on date | 最近购买 | Last order
    order_count number | 订单数 | Orders
    net_minor money | 累计净额 | Net amount
    owner_id person | 负责人 | Owner
    team_id team | 部门 | Team
    pool_id pool | 公海 | Pool
    owned_since datetime | 归属时间 | Owned since
    last_contact_at datetime | 最近联系 | Last contact
    parent_id customer | 上级单位 | Parent organisation
    verified_at datetime | 档案核实时间 | Verified at
    source_system text | 来源系统 | Source system
    external_id text | 外部编号 | External id
    created_at datetime | 创建时间 | Created at
    updated_at datetime | 更新时间 | Updated at
    closed_at datetime | 封存时间 | Closed at
    """,
    editable=False,
)
COLUMNS: dict[str, Column] = EDITABLE | COMPUTED

AXES: tuple[str, ...] = (
    "kind",
    "market_kind",
    "relation_time",
    "status",
    "value_class",
    "pyramid_tier",
    "lifecycle_stage",
    "loyalty_class",
    "relation_type",
    "attitude",
    "origin_channel",
    "credit_grade",
)
COMPUTED_AXES: tuple[str, ...] = ("status", "relation_time")


def label_of(path: str, *, fields: Mapping[str, ArchiveField] = ARCHIVE_FIELDS) -> Text:
    """Return how a field (a column or `archive.<code>`) is called; an unknown one is its own name."""
    if path in COLUMNS:
        return COLUMNS[path].label
    field = fields.get(path.removeprefix("archive."))
    return field.label if field else Text(path, path)


def described(path: str, *, fields: Mapping[str, ArchiveField] = ARCHIVE_FIELDS) -> Column | None:
    """Return how the values of a field are read: its column, or one made from the archive register."""
    if path in COLUMNS:
        return COLUMNS[path]
    field = fields.get(path.removeprefix("archive."))
    if field is None or not path.startswith("archive."):
        return None
    return COLUMNS.get(field.column) or column_of(field)


def column_of(field: ArchiveField) -> Column:
    """Return the column that an archive field would be."""
    return Column(f"archive.{field.code}", field.label, field.type, field.vocabulary, field.longest, field=field)
