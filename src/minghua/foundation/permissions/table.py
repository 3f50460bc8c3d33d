"""The one table of permissions, and the predicate that answers for them (law 7)."""

from minghua.foundation.people.types import Actor
from minghua.kernel.errors import Forbidden
from minghua.kernel.words import Text

PERMISSIONS: dict[str, Text] = {
    "customers.view": Text("查看客户", "View customers"),
    "customers.create": Text("新建客户", "Create customers"),
    "customers.edit": Text("修改客户档案", "Edit customer archives"),
    "customers.merge": Text("合并重复客户", "Merge duplicate customers"),
    "customers.assign": Text("分配与转移客户", "Assign and transfer customers"),
    "customers.share": Text("共享客户与协作人", "Share customers"),
    "customers.tag": Text("给客户打标签", "Tag customers"),
    "customers.close": Text("封存与重开档案", "Close and reopen archives"),
    "customers.clean": Text("清洗客户数据", "Clean customer data"),
    "customers.reveal": Text("说明理由查看脱敏原文", "Look behind masks with a reason"),
    "customers.export": Text("导出客户", "Export customers"),
    "pool.view": Text("查看公海", "View the public pool"),
    "pool.claim": Text("从公海领取", "Claim from the pool"),
    "pool.manage": Text("管理公海规则", "Manage pool rules"),
    "orders.view": Text("查看订单", "View orders"),
    "orders.record": Text("登记订单与退货", "Record orders and returns"),
    "orders.export": Text("导出订单", "Export orders"),
    "products.view": Text("查看产品", "View products"),
    "products.edit": Text("维护产品", "Edit products"),
    "interactions.view": Text("查看跟进记录", "View contacts"),
    "interactions.log": Text("记录跟进", "Log contacts and next steps"),
    "consent.record": Text("登记同意与撤回", "Record consents and withdrawals"),
    "policy.publish": Text("发布隐私政策", "Publish privacy policies"),
    "rights.view": Text("查看权利请求", "View requests of persons"),
    "rights.export": Text("导出个人全部资料", "Take out everything about a person"),
    "rights.handle": Text("办理权利请求", "Handle requests of persons"),
    "grades.view": Text("查看企业评级", "View business grades"),
    "grades.record": Text("登记评级资料与复核", "Record facts and reviews of grades"),
    "grades.publish": Text("发布评级卡", "Publish the scorecard"),
    "value.view": Text("查看客户价值与金字塔", "View customer value and the pyramid"),
    "value.costs": Text("登记成本", "Record costs"),
    "pyramid.run": Text("计算客户金字塔", "Compute the pyramid"),
    "route.view": Text("查看今日路线与补货", "View today's route and refills"),
    "route.deliver": Text("登记送货与上门", "Record deliveries and visits"),
    "jars.edit": Text("维护家庭用量与米缸", "Edit household use and jars"),
    "tiering.view": Text("查看会员等级", "View levels of members"),
    "tiering.record": Text("登记成长值与余额", "Record score and balances"),
    "tiering.grant": Text("人工授予等级", "Grant levels by hand"),
    "tiering.manage": Text("维护等级计划", "Manage level programmes"),
    "benefits.view": Text("查看权益与礼包", "View benefits and packs"),
    "benefits.give": Text("领取与撤回礼包", "Give and revoke packs"),
    "benefits.manage": Text("维护权益方案", "Manage benefit schemes"),
    "imports.run": Text("导入数据", "Import data"),
    "imports.undo": Text("撤销导入", "Undo imports"),
    "imports.view_all": Text("查看所有人的导入", "View everyone's imports"),
    "views.share": Text("共享视图", "Share saved views"),
    "privacy.view": Text("查看个人信息登记", "View the register of personal data"),
    "privacy.erase": Text("删除个人信息", "Erase persons"),
    "privacy.hold": Text("设置与解除依法保全", "Place and lift legal holds"),
    "parameters.view": Text("查看参数与选项", "View parameters and vocabularies"),
    "parameters.edit": Text("修改参数与选项", "Edit parameters and vocabularies"),
    "routing.manage": Text("管理信息流转", "Manage routing"),
    "points.view": Text("查看积分", "View points"),
    "points.record": Text("登记与使用积分", "Record and spend points"),
    "points.manage": Text("维护积分方案", "Manage schemes of points"),
    "people.view": Text("查看员工与部门", "View staff and teams"),
    "people.manage": Text("管理员工与部门", "Manage staff and teams"),
    "roles.manage": Text("管理角色与权限", "Manage roles and permissions"),
    "audit.view": Text("查看审计记录", "View the audit record"),
    "jobs.view": Text("查看后台任务", "View background jobs"),
    "jobs.manage": Text("重试后台任务", "Retry background jobs"),
    "system.view": Text("查看运行状况", "View the state of the system"),
    "system.verify": Text("核对数据", "Verify the data"),
    "webhooks.manage": Text("管理对外通知（Webhook）", "Manage webhooks"),
    "exports.approve": Text("审批导出", "Approve exports"),
    "tokens.own": Text("使用自己的接口令牌", "Use own API tokens"),
    "tokens.manage": Text("管理所有接口令牌", "Manage all API tokens"),
    "signed_in": Text("登录", "Be signed in"),
}


def require(actor: Actor, permission: str) -> None:
    """Raise Forbidden unless the actor holds the permission; an unknown permission is a defect."""
    known = PERMISSIONS[permission]
    if permission == "signed_in" and actor.user_id is not None:
        return
    if not actor.may(permission):
        raise Forbidden(permission=known.say(actor.language), field=None)
