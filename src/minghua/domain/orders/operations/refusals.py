"""The refusals of this room, and how a listed one is raised."""

from typing import NoReturn

from minghua.domain.orders.rules import admission
from minghua.domain.orders.types import Refused
from minghua.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from minghua.kernel.words import Text


class CustomerNeeded(Forbidden):
    """A document that names nobody is seen by nobody of limited sight, so they may not record one."""

    code = "customer_needed"
    text = admission.PROBLEMS["anonymous"]
    remedy = Text("请选择客户，或请经理登记。", "Choose a customer, or ask a manager to record it.")


class NumberDiffers(Conflict):
    """The number is known with other content."""

    code = "number_differs"
    text = Text("单号 {number} 已存在,且内容不同。", "Number {number} is known with other content.")
    remedy = Text(
        "请核对单号;确要替换时请选择「更新」。", "Check the number; to replace the stored one, ask for an update."
    )


class NumberTaken(Conflict):
    """The number is that of a document whose customer is out of reach, so that no update can be offered."""

    code = "number_taken"
    text = Text(
        "单号 {number} 已用于另一单，那一单的客户不在您的可见范围内。",
        "Number {number} belongs to a document of a customer out of your reach.",
    )
    remedy = Text(
        "请换一个单号登记；如果就是那一单，请由负责该客户的同事或经理更新。",
        "Record it under another number; if it is that document, ask the customer’s owner or a manager to update it.",
    )


class ImportInUse(Conflict):
    """Something that did not come with the import depends on it."""

    code = "import_in_use"
    text = Text("该导入已被后来的记录引用:{what}。", "Later records depend on this import: {what}.")
    remedy = Text("请先处理这些记录,再撤销导入。", "Deal with those records first, then undo the import.")


class LineTied(Conflict):
    """The return line is tied already, or nothing can be tied to it."""

    code = "line_tied"
    text = Text("这行退货已经关联。", "This return line is tied already.")
    remedy = Text("请刷新页面查看。", "Refresh the page.")


class NotEnoughLeft(Conflict):
    """The chosen order line has less left than was returned, or belongs to another customer or product."""

    code = "not_enough_left"
    text = Text("所选订单行可退数量不足:还剩 {left}。", "The chosen order line has only {left} left.")
    remedy = Text("请选择另一行。", "Choose another line.")


def refuse(refused: Refused) -> NoReturn:
    """Raise the refusal a bulk write would have listed."""
    if refused.code == "differs":
        raise NumberDiffers(field="number", number=refused.name.number)
    if refused.code == "taken":
        raise NumberTaken(field="number", number=refused.name.number)
    if refused.code == "unknown_customer":
        raise NotFound(field="customer_id")
    if refused.code == "anonymous":
        raise CustomerNeeded(field="customer_id")
    text = admission.PROBLEMS[refused.code]
    raise Invalid(text.zh, text.en, field=refused.field or None, code=refused.code)
