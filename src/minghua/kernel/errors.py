"""Refusals: expected answers of "no" that say what is wrong and what to do, in both languages."""

from typing import Any, ClassVar, NamedTuple

from minghua.kernel.words import Text


class Fault(NamedTuple):
    """One of several things wrong with an input: its place, which kind, and what in words."""

    field: str
    code: str
    detail: str


class Refusal(Exception):
    """A rule said no. Subclasses stand beside the function that raises them.

    The texts are format strings over the keyword parameters; `field` names the input at fault.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422
    text: ClassVar[Text] = Text("操作未被接受。", "The request was refused.")
    remedy: ClassVar[Text] = Text("请检查后重试。", "Check the input and try again.")

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        self.field = field
        self.params = params
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Return what is wrong, in that language."""
        return self.text.say(language).format(**self.params)

    def advice(self, language: str) -> str:
        """Return what to do next, in that language."""
        return self.remedy.say(language).format(**self.params)

    def faults(self, language: str) -> tuple[Fault, ...]:
        """Return every single thing wrong, where a refusal gathers several."""
        return ()


class NotFound(Refusal):
    """Nothing of that identity exists among the rows this person may see."""

    code = "not_found"
    status = 404
    text = Text("找不到这条记录，或您无权查看。", "No such record, or you may not see it.")
    remedy = Text("请返回列表重新查找，或向主管申请权限。", "Go back to the list, or ask your manager for access.")


class Forbidden(Refusal):
    """This person lacks the permission `permission`."""

    code = "forbidden"
    status = 403
    text = Text("您没有「{permission}」的权限。", "You lack the permission “{permission}”.")
    remedy = Text("请向管理员申请。", "Ask an administrator for it.")


class Invalid(Refusal):
    """A value cannot be accepted; the texts are given by the caller."""

    code = "invalid"
    status = 422
    text = Text("{zh}", "{en}")
    remedy = Text("{remedy_zh}", "{remedy_en}")

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        field: str | None = None,
        remedy_zh: str = "请更正后重试。",
        remedy_en: str = "Correct it and try again.",
        code: str | None = None,
        **params: Any,
    ) -> None:
        if code is not None:
            self.code = code  # type: ignore[misc]
        super().__init__(field=field, zh=zh, en=en, remedy_zh=remedy_zh, remedy_en=remedy_en, **params)


class Conflict(Refusal):
    """Somebody else changed the record since it was read (optimistic lock)."""

    code = "conflict"
    status = 409
    text = Text("这条记录刚被他人修改。", "This record has just been changed by somebody else.")
    remedy = Text("请查看差异后再保存，您的输入已保留。", "Review the difference and save again; your input is kept.")


class FormExpired(Refusal):
    """A form was open too long, or came from elsewhere; nothing was done."""

    code = "csrf"
    status = 403
    text = Text(
        "页面已过期或请求来源不明，操作未执行。",
        "This page has expired or the request came from elsewhere; nothing was done.",
    )
    remedy = Text("请刷新页面后重试。", "Reload the page and try again.")


class NoSuchPage(Refusal):
    """The address leads nowhere."""

    code = "no_such_page"
    status = 404
    text = Text("没有这个页面。", "There is no such page.")
    remedy = Text("请检查地址。", "Check the address.")
