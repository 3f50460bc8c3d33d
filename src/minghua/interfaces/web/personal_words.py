"""How an entry of the register of personal data is said."""

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.columns import COLUMNS
from minghua.foundation.personal import register
from minghua.kernel.personal import BASES, ERASURES, PURPOSES, RETENTIONS, SENSITIVITIES, Erase, Personal
from minghua.kernel.words import Text

HEADERS = (
    Text("表", "Table"),
    Text("字段", "Field"),
    Text("内容", "What it is"),
    Text("目的", "Purpose"),
    Text("依据", "Basis"),
    Text("敏感程度", "Sensitivity"),
    Text("保存期限", "Retention"),
    Text("删除时", "On erasure"),
    Text("加封存储", "Sealed at rest"),
)
TABLES = {
    "customers.Customer": Text("客户", "Customers"),
    "customers.HouseholdMember": Text("家庭成员", "Household members"),
    "customers.CleaningChange": Text("清洗改动", "Changes by cleaning"),
    "customers.CustomerTag": Text("客户标签", "Tags of customers"),
    "customers.MatchKey": Text("查重键", "Match keys"),
    "customers.OwnerSpell": Text("负责经历", "Owner history"),
    "customers.Reveal": Text("查看原文", "Reveals"),
    "interactions.ConsentRecord": Text("同意记录", "Consents"),
    "interactions.Restriction": Text("限制处理", "Restrictions"),
    "care.Delivery": Text("送货", "Deliveries"),
    "care.Sizing": Text("家庭人口", "Sizes of households"),
    "care.Absence": Text("外出", "Absences"),
    "care.Occasion": Text("节庆用量", "Occasions"),
    "orders.ReturnLine": Text("退货行", "Return lines"),
    "listing.SavedView": Text("视图", "Saved views"),
    "files.StoredFile": Text("文件", "Files"),
    "jobs.Job": Text("后台任务", "Jobs"),
    "idempotency.KeyedAnswer": Text("幂等应答", "Keyed answers"),
    "imports.ImportProblem": Text("导入问题", "Problems of imports"),
    "imports.ImportChange": Text("导入改动", "Changes by imports"),
    "exports.Export": Text("导出", "Exports"),
    "permissions.RecordShare": Text("共享", "Shares"),
    "customers.Attachment": Text("附件", "Attachments"),
    "customers.Relation": Text("客户关系", "Relations"),
    "interactions.Contact": Text("跟进记录", "Contacts"),
    "interactions.NextStep": Text("下一步", "Next steps"),
    "orders.OrderLine": Text("订单行", "Order lines"),
    "orders.Return": Text("退货", "Returns"),
    "care.Jar": Text("米缸", "Jars"),
    "care.Visit": Text("上门", "Visits"),
    "people.User": Text("员工", "Staff"),
    "audit.AuditEvent": Text("审计记录", "Audit record"),
    "history.FieldChange": Text("修改历史", "Field history"),
    "timeline.TimelineEntry": Text("时间线", "Timeline"),
    "search.SearchDocument": Text("搜索索引", "Search index"),
    "imports.ImportRun": Text("导入", "Imports"),
    "notices.Notice": Text("通知", "Notices"),
}
_YES, _NO = Text("是", "yes"), Text("否", "no")


def held_by(model: str) -> Text:
    """Return what a table is called; its own name when it has no other."""
    return TABLES.get(model, Text(model, model))


def self_made() -> tuple[Personal, ...]:
    """Return the fields a shop made itself: kept in the archive, declared when they were made."""
    known = {entry.key for entry in register.entries()}
    whole = register.columns_of("customers.Customer")["archive"]
    return tuple(
        Personal(
            whole.model,
            whole.column,
            whole.subject,
            whole.purpose,
            "separate" if field.sensitive else "consent",
            "sensitive" if field.sensitive else "ordinary",
            whole.retention,
            Erase.BLANK,
            key=code,
            sealed=field.sensitive,
            label=field.label,
        )
        for code, field in customer_reads.archive_fields().items()
        if not field.column and code not in known
    )


def line(entry: Personal) -> tuple[Text, ...]:
    """Return one line of the register, in the order of the headers."""
    name = f"{entry.column}.{entry.key}" if entry.key else entry.column
    label = entry.label if entry.label.zh else COLUMNS[name].label if name in COLUMNS else Text("", "")
    return (
        held_by(entry.model),
        Text(name, name),
        label,
        PURPOSES[entry.purpose],
        BASES[entry.basis],
        SENSITIVITIES[entry.sensitivity],
        RETENTIONS[entry.retention],
        ERASURES[entry.erase],
        _YES if entry.sealed else _NO,
    )
