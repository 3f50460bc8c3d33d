"""The enumerations of this room as data (R00.8): each axis of R01.1 and the words around it."""

from minghua.domain.customers.types import reveals
from minghua.kernel.vocabularies import Term, Vocabularies


def _terms(lines: str) -> tuple[Term, ...]:
    """Return terms from lines of `code | 中文 | English`."""
    return tuple(Term(*(part.strip() for part in line.split("|"))) for line in lines.strip().splitlines())


KINDS = _terms("""
person | 个人 | Person
organization | 组织 | Organisation
household | 家庭 | Household
""")
MARKET_KINDS = _terms("""
consumer | 消费者客户 | Consumer
business | 企业客户 | Business
channel | 渠道客户 | Channel
government | 政府/事业单位 | Government
internal | 内部客户 | Internal
""")
CHANNEL_KINDS = _terms("""
distributor | 分销商 | Distributor
agent | 代理商 | Agent
franchise | 特许经营 | Franchise
retailer | 零售店 | Retailer
wholesaler | 批发商 | Wholesaler
""")
RELATION_TIMES = _terms("""
past | 过去型 | Past
current | 现在型 | Current
future | 未来型 | Future
""")
STATUSES = _terms("""
non | 非客户 | Not a customer
potential | 潜在客户 | Potential
target | 目标客户 | Target
first_time | 初次购买 | First-time
repeat | 重复购买 | Repeat
loyal | 忠诚客户 | Loyal
advocate | 品牌鼓吹者 | Advocate
dormant | 沉寂客户 | Dormant
lost | 流失客户 | Lost
regained | 赢回客户 | Regained
""")
SCREENINGS = _terms("""
none | 未筛选 | Not screened
accepted | 已接受 | Accepted
rejected | 已拒绝 | Rejected
""")
VALUE_CLASSES = _terms("""
key | 关键客户(A) | Key (A)
potential | 潜力客户(B) | Potential (B)
general | 一般客户(C) | General (C)
""")
PYRAMID_TIERS = _terms("""
important | 重要客户 | Important
secondary | 次要客户 | Secondary
ordinary | 普通客户 | Ordinary
small | 小客户 | Small
""")
LIFECYCLE_STAGES = _terms("""
prospect | 未成交 | Prospect
exploration | 考察期 | Exploration
formation | 形成期 | Formation
stability | 稳定期 | Stability
decline | 退化期 | Decline
churned | 已流失 | Churned
""")
LOYALTY_CLASSES = _terms("""
potential | 潜在客户 | Potential
new | 新客户 | New
frequent | 常客户 | Frequent
old | 老客户 | Old
loyal | 忠诚客户 | Loyal
""")
RELATION_TYPES = _terms("""
basic | 基本型 | Basic
reactive | 被动型 | Reactive
accountable | 负责型 | Accountable
proactive | 能动型 | Proactive
partnership | 伙伴型 | Partnership
""")
ATTITUDES = _terms("""
economic | 经济型 | Economic
ethical | 道德型 | Ethical
personalised | 个性化型 | Personalised
convenience | 方便型 | Convenience
""")
ORIGIN_CHANNELS = _terms("""
store | 门店 | Store
web | 网站 | Web site
app | 应用 | App
mini_program | 小程序 | Mini-program
phone | 电话 | Phone
referral | 转介绍 | Referral
exhibition | 展会 | Exhibition
chance | 偶遇 | Chance meeting
import | 导入 | Import
partner | 合作伙伴 | Partner
""")
CREDIT_GRADES = _terms("""
A | A 级 | A
B | B 级 | B
C | C 级 | C
D | D 级 | D
""")
GENDERS = _terms("""
female | 女 | Female
male | 男 | Male
other | 其他 | Other
""")
CONFIDENTIALITIES = _terms("""
public | 公开 | Public
internal | 内部 | Internal
restricted | 受限 | Restricted
""")
BUYING_ROLES = _terms("""
initiator | 发起者 | Initiator
user | 使用者 | User
influencer | 影响者 | Influencer
decider | 决策者 | Decider
approver | 批准者 | Approver
buyer | 采购者 | Buyer
gatekeeper | 把关者 | Gatekeeper
""")
RELATION_KINDS = _terms("""
buying_role | 采购角色 | Buying role
referral | 转介绍 | Referral
family | 亲属 | Family
friend | 朋友 | Friend
neighbour | 邻居 | Neighbour
partner | 合作伙伴 | Business partner
""")
FAMILY_RELATIONS = _terms("""
head | 户主 | Head
spouse | 配偶 | Spouse
child | 子女 | Child
parent | 父母 | Parent
grandparent | 祖父母 | Grandparent
grandchild | 孙辈 | Grandchild
sibling | 兄弟姐妹 | Sibling
other | 其他 | Other
""")
OWNER_REASONS = _terms("""
created | 新建 | Created
imported | 导入 | Imported
assigned | 分配 | Assigned
transferred | 转移 | Transferred
claimed | 领取 | Claimed
returned | 主动退回 | Returned
no_follow_up | 超期未跟进 | No follow-up
left_team | 离职或调岗 | Staff change
cannot_reach | 联系不上 | Cannot be reached
no_need | 暂无需求 | No need at present
undone | 撤销操作 | Undone
other | 其他 | Other
""")
ATTACHMENT_KINDS = _terms("""
card | 客户资料卡 | Archive card
contract | 合同 | Contract
photo | 照片 | Photo
licence | 证照 | Licence
other | 其他 | Other
""")
MARITAL_STATES = _terms("""
single | 未婚 | Single
married | 已婚 | Married
divorced | 离异 | Divorced
widowed | 丧偶 | Widowed
""")
DEGREES = _terms("""
primary | 小学 | Primary school
junior | 初中 | Junior secondary
senior | 高中/中专 | Senior secondary
college | 大专 | College
bachelor | 本科 | Bachelor
master | 硕士 | Master
doctor | 博士 | Doctor
""")
TEMPERAMENTS = _terms("""
hasty | 急躁 | Hasty
steady | 稳重 | Steady
between | 适中 | In between
""")
HABITS = _terms("""
never | 从不 | Never
sometimes | 偶尔 | Sometimes
often | 经常 | Often
""")
ORGANISATION_FORMS = _terms("""
state | 国有 | State-owned
private | 民营 | Private
foreign | 外资 | Foreign-funded
joint | 合资 | Joint venture
sole | 个体工商户 | Sole trader
public | 事业单位 | Public institution
other | 其他 | Other
""")
ORGANISATION_SIZES = _terms("""
micro | 微型 | Micro
small | 小型 | Small
medium | 中型 | Medium
large | 大型 | Large
""")
LEVELS = _terms("""
high | 高 | High
medium | 中 | Medium
low | 低 | Low
""")

VOCABULARIES: Vocabularies = {
    "customers.kind": KINDS,
    "customers.market_kind": MARKET_KINDS,
    "customers.channel_kind": CHANNEL_KINDS,
    "customers.relation_time": RELATION_TIMES,
    "customers.status": STATUSES,
    "customers.screening": SCREENINGS,
    "customers.value_class": VALUE_CLASSES,
    "customers.pyramid_tier": PYRAMID_TIERS,
    "customers.lifecycle_stage": LIFECYCLE_STAGES,
    "customers.loyalty_class": LOYALTY_CLASSES,
    "customers.relation_type": RELATION_TYPES,
    "customers.attitude": ATTITUDES,
    "customers.origin_channel": ORIGIN_CHANNELS,
    "customers.credit_grade": CREDIT_GRADES,
    "customers.gender": GENDERS,
    "customers.confidentiality": CONFIDENTIALITIES,
    "customers.buying_role": BUYING_ROLES,
    "customers.relation_kind": RELATION_KINDS,
    "customers.family_relation": FAMILY_RELATIONS,
    "customers.owner_reason": OWNER_REASONS,
    "customers.attachment_kind": ATTACHMENT_KINDS,
    "customers.marital_state": MARITAL_STATES,
    "customers.degree": DEGREES,
    "customers.temperament": TEMPERAMENTS,
    "customers.habit": HABITS,
    "customers.organisation_form": ORGANISATION_FORMS,
    "customers.organisation_size": ORGANISATION_SIZES,
    "customers.level": LEVELS,
    "customers.reveal_reason": reveals.REASONS,
}
