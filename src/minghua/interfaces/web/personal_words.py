"""How an entry of the register of personal data is said."""

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.columns import COLUMNS
from minghua.foundation.personal import register
from minghua.interfaces.web.personal_names import FIELDS, TABLES
from minghua.kernel.personal import BASES, ERASURES, PURPOSES, RETENTIONS, SENSITIVITIES, Erase, Personal
from minghua.kernel.words import NO_TEXT, Text

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


def called(entry: Personal) -> Text:
    """Return what a field is called; empty when nobody has named it."""
    name = _path(entry)
    return entry.label if entry.label.zh else COLUMNS[name].label if name in COLUMNS else FIELDS.get(name, NO_TEXT)


def _path(entry: Personal) -> str:
    return f"{entry.column}.{entry.key}" if entry.key else entry.column


def line(entry: Personal) -> tuple[Text, ...]:
    """Return one line of the register, in the order of the headers."""
    name = _path(entry)
    return (
        held_by(entry.model),
        Text(name, name),
        called(entry),
        PURPOSES[entry.purpose],
        BASES[entry.basis],
        SENSITIVITIES[entry.sensitivity],
        RETENTIONS[entry.retention],
        ERASURES[entry.erase],
        _YES if entry.sealed else _NO,
    )
