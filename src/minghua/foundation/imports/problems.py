"""What can be wrong with a row, and what to do about it: code -> reason and remedy in both languages."""

from typing import Final, NamedTuple

from minghua.foundation.imports.types import Problem
from minghua.kernel.words import Text


class Wording(NamedTuple):
    """Why, and what to do."""

    reason: Text
    remedy: Text


def _wording(zh: str, en: str, do_zh: str, do_en: str) -> Wording:
    return Wording(Text(zh, en), Text(do_zh, do_en))


CATALOGUE: Final[dict[str, Wording]] = {
    "required": _wording(
        "必填项为空", "A required value is missing", "请补填后重新导入", "Fill it in and import again"
    ),
    "not_a_number": _wording("不是数字", "Not a number", "请写成 1234.50 这样的形式", "Write it like 1234.50"),
    "too_precise": _wording(
        "小数位超过 {places} 位",
        "More than {places} decimal places",
        "请四舍五入到 {places} 位以内",
        "Round it to {places} places",
    ),
    "too_big": _wording(
        "数值超出范围", "The number is out of range", "请检查单位和小数点", "Check unit and decimal point"
    ),
    "zero_quantity": _wording(
        "数量为 0", "The quantity is zero", "请删除该行或更正数量", "Remove the line or correct it"
    ),
    "not_a_date": _wording(
        "不是有效的日期",
        "Not a valid date",
        "请写成 2010-12-01 08:26 的形式，或检查日期顺序",
        "Write it like 2010-12-01 08:26, or check the order of day and month",
    ),
    "future_date": _wording("日期在未来", "The date lies in the future", "请核对年份", "Check the year"),
    "ambiguous_dates": _wording(
        "日月顺序无法判断，按「月/日/年」读取",
        "Day and month cannot be told apart; read as month/day/year",
        "如不对，请在「列与字段」页选择日期顺序",
        "If that is wrong, choose the date order under “Columns and fields”",
    ),
    "too_long": _wording("文字超过 {limit} 字", "Longer than {limit} characters", "请缩短", "Shorten it"),
    "impossible_phone": _wording(
        "电话号码不可能存在",
        "No such telephone number can exist",
        "请核对位数；境外号码请加 +国家码",
        "Check the digits; add +country code for foreign numbers",
    ),
    "impossible_email": _wording(
        "邮箱格式不对", "Not an e-mail address", "请写成 name@example.com", "Write it like name@example.com"
    ),
    "unknown_choice": _wording(
        "不在可选值中", "Not one of the known values", "可选：{allowed}", "Choose one of: {allowed}"
    ),
    "formula_text": _wording(
        "像是公式，已按普通文字保存",
        "Looks like a formula; kept as plain text",
        "如非有意，请在源文件中更正",
        "Correct it in the source if this was not meant",
    ),
    "stored_formulas": _wording(
        "工作簿含公式，只读取其已保存的结果",
        "The workbook has formulas; only their stored results are read",
        "如结果过期，请在 Excel 中重新计算并保存",
        "Recalculate and save it in Excel if they are stale",
    ),
    "extra_cells": _wording(
        "单元格多于表头的 {width} 列",
        "More cells than the {width} columns of the header",
        "请检查该行是否少了引号或多了分隔符",
        "Check the row for a missing quote or an extra delimiter",
    ),
    "short_row": _wording(
        "单元格少于表头的 {width} 列，其余按空处理",
        "Fewer cells than the {width} columns of the header; the rest count as empty",
        "请确认该行没有被截断",
        "Make sure the row was not cut off",
    ),
    "oversize_cell": _wording(
        "单元格超过 {limit} 字",
        "A cell holds more than {limit} characters",
        "请检查引号是否配对",
        "Check that quotes are paired",
    ),
    "oversize_row": _wording(
        "整行超过 {limit} 字",
        "The row holds more than {limit} characters",
        "请拆分该行或检查换行",
        "Split the row or check line breaks",
    ),
    "duplicate_column": _wording(
        "列名重复，已在后面加编号",
        "Two columns have the same name; a number was added",
        "请在「列与字段」页确认是哪一列",
        "Check which of them is mapped",
    ),
    "unknown_column": _wording(
        "前面没有出现过的列",
        "A column not seen in the first rows",
        "请在文件开头就写出所有列",
        "Name every column at the start of the file",
    ),
    "unmapped_column": _wording(
        "该列没有对应字段，将被忽略",
        "No field for this column; it will be ignored",
        "如需导入，请在「列与字段」页选择字段",
        "Choose a field under “Columns and fields” to import it",
    ),
    "nested_value": _wording(
        "值里嵌套了对象或列表", "The value is an object or a list", "请展开成单个值", "Flatten it to one value"
    ),
    "repeated_name": _wording(
        "同一对象里列名重复", "A name stands twice in one object", "请删去多余的一个", "Remove one of them"
    ),
    "not_json": _wording(
        "不是有效的 JSON 对象",
        "Not a valid JSON object",
        "每行应是一个 {{…}} 对象",
        "Each line must be one {{…}} object",
    ),
    "mixed_order": _wording(
        "同一订单的{what_zh}不一致",
        "The order's rows disagree on {what_en}",
        "已用第一行的值，请核对",
        "The first row's value is used; check it",
    ),
    "mixed_customer": _wording(
        "同一订单出现不同客户",
        "One order names several customers",
        "请拆成不同的订单号",
        "Give them different order numbers",
    ),
    "mixed_signs": _wording(
        "取消单里混有正数数量",
        "A cancellation holds positive quantities",
        "请拆成订单和退货单",
        "Split it into an order and a return",
    ),
    "too_many_lines": _wording(
        "同一单号多达 {size} 行",
        "One number has {size} rows",
        "请检查订单号对应的列是否正确",
        "Check that the order number is mapped to the right column",
    ),
    "bad_unit": _wording(
        "同一单据的其他行有错误，整单未导入",
        "Another row of the same document is faulty; none of it was imported",
        "请更正该单据的错误行，或选择跳过错误行",
        "Correct that row, or choose to skip faulty rows",
    ),
    "bad_row": _wording(
        "该行有错误，未导入",
        "The row is faulty and was not imported",
        "请按下面的说明更正",
        "Correct it as told for its fields",
    ),
    "skipped_line": _wording(
        "错误行已按您的选择跳过",
        "The faulty row was skipped as you chose",
        "更正后可再次导入",
        "Correct it and import again",
    ),
    "looks_alike": _wording(
        "与已有客户 {like} 相似（{score}），已新建",
        "Looks like customer {like} ({score}); created",
        "导入后在「清理重复」中核对",
        "Review it under “Doubles” after the import",
    ),
    "skipped_alike": _wording(
        "与已有客户 {like} 相似（{score}），已跳过",
        "Looks like customer {like} ({score}); skipped",
        "如确为不同客户，请选择「照常新建并列出」后重新导入",
        "If it is somebody else, import again with “create and list”",
    ),
    "exists": _wording(
        "记录已存在，按「仅新增」跳过",
        "The record exists; skipped by insert-only mode",
        "如需更新请选择「新增并更新」",
        "Choose insert and update to change it",
    ),
    "not_found": _wording(
        "找不到要更新的记录",
        "There is no record to update",
        "请检查编号，或选择「新增并更新」",
        "Check the id, or choose insert and update",
    ),
    "differs": _wording(
        "记录已存在且内容不同",
        "The record exists with other content",
        "请核对后选择更新",
        "Compare, then choose update",
    ),
    "duplicate_key": _wording(
        "与第 {other} 行的键重复", "Same key as row {other}", "同一客户请只保留一行", "Keep one row per customer"
    ),
    "parent_cycle": _wording(
        "上级单位形成循环", "The parent organisations form a circle", "请断开其中一个上级", "Remove one of the parents"
    ),
    "parent_missing": _wording(
        "找不到上级单位",
        "The parent organisation does not exist",
        "请先导入上级，或更正编号",
        "Import the parent first, or correct its id",
    ),
    "parent_not_organization": _wording(
        "只有组织才能有上级单位",
        "Only organisations have parents",
        "请清空上级或更正客户类型",
        "Clear it or correct the kind",
    ),
    "bad_members": _wording(
        "家庭成员的写法不对",
        "The household members cannot be read",
        "请写成：张三(配偶,1980-01-02)；李四(子女)",
        "Write them like: Zhang San(spouse,1980-01-02); Li Si(child)",
    ),
    "not_a_household": _wording(
        "只有家庭客户才有成员",
        "Only households have members",
        "请清空家庭成员，或把客户形态改为家庭",
        "Clear the members, or make the kind a household",
    ),
    "unknown_person": _wording(
        "没有这位员工", "No such staff member", "请填写员工的登录名或姓名", "Give a login or full name"
    ),
    "unknown_product": _wording(
        "产品不存在，且您没有新建产品的权限",
        "No such product, and you may not create products",
        "请先在「产品」里建立，或请有权限的同事导入",
        "Create it in the catalog first, or let a colleague with the permission import",
    ),
    "foreign_record": _wording(
        "记录不存在或您无权修改",
        "No such record, or you may not change it",
        "请向主管申请权限",
        "Ask your manager for access",
    ),
    "lost_text": _wording(
        "文字里有无法识别的字符", "The text has unreadable characters", "请检查文件编码", "Check the file's encoding"
    ),
    "refused": _wording("{zh}", "{en}", "{do_zh}", "{do_en}"),
    "unexpected": _wording(
        "未能写入：{detail}",
        "Could not be stored: {detail}",
        "请联系管理员并附上本行",
        "Tell an administrator, with this row",
    ),
}


TITLES: Final[dict[str, Text]] = {
    "too_precise": Text("小数位过多", "Too many decimal places"),
    "too_long": Text("文字过长", "Text too long"),
    "extra_cells": Text("单元格多于表头", "More cells than the header"),
    "short_row": Text("单元格少于表头", "Fewer cells than the header"),
    "oversize_cell": Text("单元格过大", "Oversize cell"),
    "oversize_row": Text("整行过大", "Oversize row"),
    "mixed_order": Text("同一订单的信息不一致", "An order's rows disagree"),
    "duplicate_key": Text("键重复", "Repeated key"),
    "too_many_lines": Text("同一单号行数过多", "Too many rows of one number"),
    "refused": Text("不符合业务规则", "Refused by a rule"),
    "unexpected": Text("未能写入", "Could not be stored"),
}


def reason(problem: Problem, language: str) -> str:
    """Return why, in that language."""
    return _filled(CATALOGUE[problem.code].reason.say(language), problem)


def remedy(problem: Problem, language: str) -> str:
    """Return what to do, in that language."""
    return _filled(CATALOGUE[problem.code].remedy.say(language), problem)


def _filled(text: str, problem: Problem) -> str:
    return text.format(**problem.params) if problem.params or "{" in text else text


def title(code: str, language: str) -> str:
    """Return the reason in general, without the figures of one case."""
    text = CATALOGUE[code].reason.say(language)
    return TITLES[code].say(language) if code in TITLES else text
