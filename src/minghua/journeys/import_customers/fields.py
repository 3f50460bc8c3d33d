"""What a file of customers can fill: the columns and every archive field, with the words of their headers."""

from collections.abc import Mapping
from typing import Final

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.archive import BLOCKS
from minghua.domain.customers.types.columns import EDITABLE, Column
from minghua.domain.customers.types.fields import ArchiveField
from minghua.foundation.imports.types import FieldKind, ImportField
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.journeys.import_customers import consents, kin
from minghua.kernel.words import Text

IDENTITY: Final = Text("身份", "Identity")
CONTACT: Final = Text("联系与分类", "Contact and axes")
CARE: Final = Text("归属", "In whose hands")
_KINDS: Final = {
    "text": FieldKind.TEXT,
    "long_text": FieldKind.LONG_TEXT,
    "number": FieldKind.IDENTIFIER,
    "date": FieldKind.DATE,
    "past_date": FieldKind.DATE,
    "choice": FieldKind.CHOICE,
    "email": FieldKind.EMAIL,
    "mobile": FieldKind.PHONE,
    "phone": FieldKind.PHONE,
    "integer": FieldKind.IDENTIFIER,
    "decimal": FieldKind.IDENTIFIER,
    "money": FieldKind.IDENTIFIER,
    "datetime": FieldKind.MOMENT,
    "customer": FieldKind.IDENTIFIER,
}
_JUDGED: Final = frozenset({"value_class", "pyramid_tier", "lifecycle_stage", "loyalty_class", "relation_type"})
_SYNONYMS: Final[Mapping[str, str]] = {
    "name": "姓名 客户名称 客户姓名 客户 公司名称 单位名称 户主 企业名称 FullName CustomerName Company",
    "short_name": "简称 昵称 备注名 Nickname",
    "gender": "性别 Sex",
    "birthday": "生日 出生日期 DateOfBirth Birthdate",
    "mobile": "手机 手机号 手机号码 联系手机 移动电话 Cell MobilePhone",
    "phone": "电话 固定电话 座机 联系电话 Tel Telephone",
    "email": "邮箱 电子邮件 邮件 Mail EmailAddress",
    "wechat": "微信 微信号 WeChat WeixinId",
    "province": "省 省份 国家 地区 State Country",
    "city": "市 城市",
    "district": "区 县 区县",
    "address": "地址 住址 详细地址 联系地址 Street",
    "area": "片区 配送片区 配送区域",
    "origin_channel": "来源 客户来源 渠道来源",
    "next_action_on": "下次联系 下次跟进时间",
}
TEXT_LIMIT, LONG_LIMIT = 500, 4_000


def all_fields() -> tuple[ImportField, ...]:
    """Return every field, vocabularies read afresh: an administrator may have extended them (R00.8)."""
    columns = [_column(column) for code, column in EDITABLE.items() if code not in _JUDGED]
    archive = [_archive(field) for field in customer_reads.archive_fields().values() if not field.column]
    return (*_identity(), *columns, *_care(), *consents.fields(), *archive)


def _identity() -> tuple[ImportField, ...]:
    return (
        ImportField(
            code="number",
            label=Text("客户号", "Customer number"),
            kind=FieldKind.IDENTIFIER,
            synonyms=("明华客户号",),
            longest=24,
            group=IDENTITY,
        ),
        ImportField(
            code="external_id",
            label=Text("外部编号", "External id"),
            kind=FieldKind.IDENTIFIER,
            synonyms=("CustomerID", "客户编号", "客户ID", "会员号", "会员编号", "编号", "ID", "客户代码"),
            longest=100,
            group=IDENTITY,
        ),
        ImportField(
            code="source_system",
            label=Text("来源系统", "Source system"),
            kind=FieldKind.IDENTIFIER,
            synonyms=("Source",),
            longest=40,
            group=IDENTITY,
        ),
        ImportField(
            code="kind",
            label=Text("客户形态", "Kind"),
            kind=FieldKind.CHOICE,
            synonyms=("客户类型", "类型", "Type", "CustomerType"),
            choices=_choices("customers.kind"),
            group=IDENTITY,
        ),
    )


def _care() -> tuple[ImportField, ...]:
    return (
        ImportField(
            code="owner",
            label=Text("负责人", "Owner"),
            synonyms=("业务员", "销售员", "跟进人", "客户经理", "Salesperson"),
            longest=150,
            group=CARE,
        ),
        ImportField(
            code="parent",
            label=Text("上级单位", "Parent organisation"),
            kind=FieldKind.IDENTIFIER,
            synonyms=("上级", "上级编号", "母公司", "总公司", "ParentId", "Parent"),
            group=CARE,
        ),
        ImportField(
            code="tags",
            label=Text("标签", "Tags"),
            kind=FieldKind.TAGS,
            synonyms=("客户标签", "Labels", "Tag"),
            longest=500,
            group=CARE,
        ),
        kin.field(CARE),
        ImportField(
            code="created_at",
            label=Text("创建时间", "Created at"),
            kind=FieldKind.MOMENT,
            synonyms=("建档时间", "建档日期", "创建日期", "注册时间", "CreatedOn", "Created"),
            group=CARE,
        ),
    )


def _column(column: Column) -> ImportField:
    return ImportField(
        code=column.code,
        label=column.label,
        kind=_KINDS[column.type],
        synonyms=tuple(_SYNONYMS.get(column.code, "").split()),
        required=column.code == "name",
        longest=column.max_length or TEXT_LIMIT,
        choices=_choices(column.vocabulary),
        group=CONTACT,
    )


def _archive(field: ArchiveField) -> ImportField:
    return ImportField(
        code=f"archive.{field.code}",
        label=field.label,
        kind=_KINDS.get(field.type, FieldKind.TEXT),
        longest=LONG_LIMIT if field.type == "long_text" else TEXT_LIMIT,
        choices=_choices(field.vocabulary) if field.type == "choice" else {},
        group=BLOCKS[field.block],
        by_hand=field.sensitive,
    )


def _choices(vocabulary: str) -> dict[str, Text]:
    return dict(vocabularies.terms(vocabulary)) if vocabulary else {}
