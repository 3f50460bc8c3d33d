"""What the audit record's verbs are called: an area and an act, each said in both tongues."""

from minghua.kernel.words import Text

AREAS = {
    "care": Text("补货", "Refills"),
    "category": Text("品类", "Categories"),
    "contact": Text("跟进", "Contacts"),
    "customer": Text("客户", "Customers"),
    "customers": Text("客户批量", "Customers in bulk"),
    "household": Text("家庭", "Households"),
    "import": Text("导入", "Imports"),
    "job": Text("后台任务", "Jobs"),
    "next_step": Text("下一步", "Next steps"),
    "order": Text("订单", "Orders"),
    "parameter": Text("参数", "Parameters"),
    "pool": Text("公海", "Public pool"),
    "product": Text("产品", "Products"),
    "return": Text("退货", "Returns"),
    "role": Text("角色", "Roles"),
    "tag": Text("标签", "Tags"),
    "team": Text("部门", "Teams"),
    "token": Text("令牌", "Tokens"),
    "user": Text("员工", "Staff"),
    "view": Text("视图", "Views"),
    "vocabulary": Text("选项", "Vocabularies"),
}
ACTS = {
    "add_absence": Text("登记外出", "noted an absence"),
    "add_occasion": Text("登记节庆用量", "noted an occasion"),
    "activated": Text("恢复", "reactivated"),
    "assigned": Text("分配", "assigned"),
    "attached": Text("添加附件", "attached a file"),
    "bulk_undone": Text("撤销批量操作", "undid a bulk act"),
    "checked": Text("试运行", "checked"),
    "claimed": Text("领取", "claimed"),
    "close_jar": Text("停用米缸", "closed a jar"),
    "completed": Text("完成", "completed"),
    "closed": Text("停用或封存", "closed"),
    "create": Text("新建", "created"),
    "created": Text("新建", "created"),
    "deactivated": Text("停用", "deactivated"),
    "deleted": Text("删除", "deleted"),
    "detached": Text("移除附件", "removed a file"),
    "discarded": Text("丢弃", "discarded"),
    "done": Text("完成", "finished"),
    "edit_jar": Text("修改米缸", "changed a jar"),
    "edited": Text("修改", "edited"),
    "exported": Text("导出", "exported"),
    "given_up": Text("放弃", "gave up"),
    "import_removed": Text("撤销导入的内容", "removed what was imported"),
    "logged": Text("记录", "logged"),
    "logged_many": Text("批量记录", "logged many"),
    "mapped": Text("对应字段", "mapped columns"),
    "member_added": Text("添加成员", "added a member"),
    "member_left": Text("成员离开", "a member left"),
    "open_jar": Text("启用米缸", "opened a jar"),
    "opened": Text("恢复", "opened"),
    "passed_on": Text("转移", "passed on"),
    "password_set": Text("重设密码", "set a password"),
    "pause_rhythm": Text("暂停提醒", "paused a reminder"),
    "planned": Text("计划", "planned"),
    "planned_many": Text("批量计划", "planned many"),
    "record_delivery": Text("登记送货", "recorded a delivery"),
    "record_visit": Text("登记上门", "recorded a visit"),
    "recorded": Text("登记", "recorded"),
    "recorded_many": Text("批量登记", "recorded many"),
    "related": Text("建立关系", "related"),
    "reopened": Text("重开", "reopened"),
    "requeued": Text("重试", "put back"),
    "reshaped": Text("调整", "reshaped"),
    "returned": Text("退回公海", "returned to the pool"),
    "revoke": Text("吊销", "revoked"),
    "revoke_all": Text("全部吊销", "revoked all"),
    "saved": Text("保存", "saved"),
    "set": Text("发布新值", "set"),
    "shared": Text("共享", "shared"),
    "started": Text("开始", "started"),
    "stored_many": Text("批量保存", "stored many"),
    "tagged": Text("打标签", "tagged"),
    "template_deleted": Text("删除模板", "deleted a template"),
    "template_saved": Text("保存模板", "saved a template"),
    "tied_by_hand": Text("人工关联", "tied by hand"),
    "undo_started": Text("开始撤销", "began to undo"),
    "undone": Text("撤销", "undid"),
    "unrelated": Text("解除关系", "unrelated"),
    "unshared": Text("取消共享", "unshared"),
    "untagged": Text("去标签", "untagged"),
    "untied": Text("解除关联", "untied"),
    "updated": Text("更新", "updated"),
    "uploaded": Text("上传", "uploaded"),
    "verified": Text("核实", "verified"),
    "withdraw_delivery": Text("撤回送货", "withdrew a delivery"),
    "withdrawn": Text("撤回", "withdrawn"),
}
SUBJECTS = {
    "customers.Customer": Text("客户", "Customer"),
    "customers.Pool": Text("公海", "Pool"),
    "customers.Tag": Text("标签", "Tag"),
    "orders.Order": Text("订单", "Order"),
    "orders.Return": Text("退货", "Return"),
    "catalog.Product": Text("产品", "Product"),
    "catalog.Category": Text("品类", "Category"),
    "interactions.Contact": Text("跟进", "Contact"),
    "interactions.NextStep": Text("下一步", "Next step"),
    "care.Jar": Text("米缸", "Jar"),
    "care.Delivery": Text("送货", "Delivery"),
    "care.Visit": Text("上门", "Visit"),
    "care.Cadence": Text("周期提醒", "Rhythm"),
    "imports.ImportRun": Text("导入", "Import"),
    "imports.ImportTemplate": Text("导入模板", "Import template"),
    "listing.SavedView": Text("视图", "View"),
    "people.User": Text("员工", "Staff"),
    "people.Team": Text("部门", "Team"),
    "people.Role": Text("角色", "Role"),
    "parameters.Parameter": Text("参数", "Parameter"),
    "vocabulary.Vocabulary": Text("选项", "Vocabulary"),
    "jobs.Job": Text("后台任务", "Job"),
    "token": Text("令牌", "Token"),
}
CHANNELS = {
    "web": Text("网页", "Web"),
    "rest": Text("接口", "API"),
    "cli": Text("命令行", "Shell"),
    "worker": Text("后台", "Worker"),
    "demo": Text("演示", "Demo"),
}


def subject(kind: str) -> Text:
    """Return what a kind of record is called."""
    return SUBJECTS.get(kind, Text(kind, kind))


def channel(code: str) -> Text:
    """Return what a door is called."""
    return CHANNELS.get(code, Text(code, code))


def said(verb: str) -> Text:
    """Return what a verb is called; what has no name yet is shown as it is written."""
    area, _dot, act = verb.partition(".")
    first, second = AREAS.get(area, Text(area, area)), ACTS.get(act, Text(act, act))
    return Text(f"{first.zh}：{second.zh}", f"{first.en}: {second.en}")
