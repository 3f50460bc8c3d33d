"""The archive field register: blocks of R07.1, checklists of R06.2, one line per field."""

from collections.abc import Iterable

from minghua.domain.customers.types.fields import ArchiveField
from minghua.kernel.words import Text

BLOCKS: dict[str, Text] = {
    "base": Text("基础资料", "Base data"),
    "characteristics": Text("客户特征", "Characteristics"),
    "business": Text("业务状况", "Business state"),
    "transaction": Text("交易现状", "Transaction state"),
}
PERSON_GROUPS: dict[str, Text] = {
    "basic": Text("基本", "Basic"),
    "consumption": Text("消费", "Consumption"),
    "career": Text("事业", "Career"),
    "family": Text("家庭", "Family"),
    "life": Text("生活", "Life"),
    "education": Text("教育", "Education"),
    "personality": Text("个性", "Personality"),
    "social": Text("人际", "Social relations"),
}
ORGANIZATION_GROUPS: dict[str, Text] = {
    "org_basic": Text("基本", "Basic"),
    "org_characteristics": Text("特征", "Characteristics"),
    "org_business": Text("业务状况", "Business state"),
    "org_transaction": Text("交易状况", "Transaction state"),
    "org_principals": Text("负责人", "Principal persons"),
}
GROUPS: dict[str, Text] = (
    PERSON_GROUPS
    | ORGANIZATION_GROUPS
    | {
        "micro": Text("微商", "Micro-merchant"),
        "custom": Text("自定义", "Custom"),
    }
)


_KIND_LETTERS = {"p": "person", "o": "organization", "h": "household"}
_BLOCK_LETTERS = {"B": "base", "C": "characteristics", "S": "business", "T": "transaction"}


def _field(group: str, line: str) -> ArchiveField:
    """Return the field written as `code block kinds type [flags] | 中文 | English`."""
    head, zh, en = (part.strip() for part in line.split("|"))
    code, block, kinds, kind_of_value, *flags = head.split()
    base_type, _, vocabulary = kind_of_value.partition(":")
    column = next((flag[1:] for flag in flags if flag.startswith("=")), "")
    return ArchiveField(
        code=code,
        label=Text(zh, en),
        block=_BLOCK_LETTERS[block],
        group=group,
        kinds=frozenset(_KIND_LETTERS[letter] for letter in kinds),
        type=base_type,  # type: ignore[arg-type]
        vocabulary=f"customers.{vocabulary}" if vocabulary else "",
        column=column,
        required="required" in flags,
        sensitive="sensitive" in flags,
    )


def _group(group: str, lines: str) -> list[ArchiveField]:
    return [_field(group, line) for line in lines.strip().splitlines()]


_FIELDS: list[ArchiveField] = [
    *_group(
        "basic",
        """
        name B ph text =name required | 姓名 | Name
        gender B p choice:gender =gender required | 性别 | Gender
        birthday B p date =birthday required | 生日 | Birthday
        native_place B ph text | 籍贯 | Native place
        address B ph text =address required | 地址 | Address
        mobile B ph text =mobile required | 手机 | Mobile
        phone B ph text =phone | 固定电话 | Telephone
        email B ph text =email | 电子邮箱 | E-mail
        wechat B ph text =wechat | 微信号 | WeChat id
        other_im B ph text | 其他即时通讯 | Other messenger id
        employer B p text required | 工作单位 | Employer
        title B p text required | 职务 | Job title
        id_number B p text sensitive | 身份证号 | ID card number
        region_code B ph text | 行政区划代码 | Region code
        relation_since B ph date | 建立关系日期 | Relation since
        """,
    ),
    *_group(
        "consumption",
        """
        spending_amount T ph text required | 消费金额 | Amount spent
        spending_frequency T ph text required | 消费频率 | Frequency
        spending_size T ph text | 每次消费规模 | Size of purchase
        spending_grade C ph choice:level | 消费档次 | Grade
        preference C ph long_text required | 消费偏好 | Preference
        buying_channel T ph text required | 消费渠道 | Buying channel
        payment_way T ph text required | 支付方式 | Payment way
        peak_time T ph text | 消费高峰时段 | Peak time
        low_time T ph text | 消费低谷时段 | Low time
        other_suppliers S ph text | 在别家的购买 | Buys elsewhere
        bond S ph text | 与本店的关系 | Relation to us
        readiness S ph choice:level | 合作意愿 | Willingness
        last_purchase T ph date =last_order_on | 最近一次消费 | Last purchase
        """,
    ),
    *_group(
        "career",
        """
        present_job S p text required | 现任工作 | Present job
        past_jobs S p long_text | 工作经历 | Past jobs
        career_title S p text | 职称 | Professional title
        years_of_work S p number | 工作年限 | Years of work
        job_satisfaction S p choice:level | 工作满意程度 | Satisfaction with work
        career_goals S p long_text | 事业目标 | Career goals
        """,
    ),
    *_group(
        "family",
        """
        marital_state B p choice:marital_state required | 婚姻状况 | Marital state
        anniversary B ph date | 结婚纪念日 | Wedding anniversary
        spouse_name B p text | 配偶姓名 | Spouse's name
        spouse_birthday B p date | 配偶生日 | Spouse's birthday
        spouse_hobby B p text | 配偶爱好 | Spouse's hobby
        family_size B ph number required | 家庭人口 | Family size
        children_names B ph text | 子女姓名 | Children's names
        children_birthdays B ph text | 子女生日 | Children's birthdays
        children_schooling B ph text | 子女教育 | Children's schooling
        """,
    ),
    *_group(
        "life",
        """
        health C ph long_text sensitive | 健康状况 | Health
        drinking C p choice:habit | 饮酒 | Drinking
        smoking C p choice:habit | 吸烟 | Smoking
        food_preference C ph text required | 饮食偏好 | Food preference
        leisure C ph text required | 休闲方式 | Leisure
        holiday_habit C ph text | 度假习惯 | Holidays
        sport C ph text | 运动爱好 | Sport
        topics C ph text | 关心的话题 | Topics of interest
        media_used C ph text | 常用媒体 | Media used
        """,
    ),
    *_group(
        "education",
        """
        degree B p choice:degree required | 最高学历 | Highest degree
        school B p text | 毕业院校 | School
        major B p text | 所学专业 | Major
        student_clubs B p text | 在校社团 | Student clubs
        study_interests B p text | 进修兴趣 | Study interests
        """,
    ),
    *_group(
        "personality",
        """
        club_membership C p text | 参加的俱乐部 | Clubs
        enthusiasms C p text | 热衷的事 | Enthusiasms
        belief C p text sensitive | 信仰 | Belief
        taboos C ph text | 忌讳 | Taboos
        reading C p text | 阅读喜好 | Reading
        values_most C ph text | 最看重什么 | What matters most
        strengths C p text | 特长 | Strengths
        temperament C p choice:temperament required | 性情(急躁/稳重) | Temperament
        hobbies B p text required | 兴趣爱好 | Hobbies
        """,
    ),
    *_group(
        "social",
        """
        relatives C ph text | 亲戚情况 | Relatives
        friends C ph text | 朋友情况 | Friends
        neighbours C ph text | 邻里情况 | Neighbours
        influence C ph choice:level | 影响力 | Influence
        referral_links C ph text | 转介绍关系 | Referral links
        """,
    ),
    *_group(
        "micro",
        """
        nickname B ph text =short_name | 昵称/备注 | Nickname or remark
        feed_notes C ph long_text | 朋友圈观察 | Social-feed notes
        micro_preferences C ph text | 微商偏好 | Micro-merchant preferences
        micro_orders T ph long_text | 微商订单记录 | Micro-merchant orders
        micro_source B ph choice:origin_channel =origin_channel | 来源 | Source
        """,
    ),
    *_group(
        "org_basic",
        """
        org_name B o text =name required | 单位名称 | Name
        org_short_name B o text =short_name | 简称 | Short name
        org_address B o text =address required | 地址 | Address
        org_mobile B o text =mobile | 联系手机 | Contact mobile
        org_phone B o text =phone required | 电话 | Telephone
        org_region_code B o text | 行政区划代码 | Region code
        org_email B o text =email | 电子邮箱 | E-mail
        founded B o date required | 成立日期 | Founded on
        form B o choice:organisation_form required | 组织形式 | Legal form
        trade B o text required | 行业 | Trade
        assets B o text | 资产 | Assets
        size B o choice:organisation_size required | 规模 | Size
        uscc B o text required | 统一社会信用代码 | Unified social credit code
        org_relation_since B o date | 建立关系日期 | Relation since
        """,
    ),
    *_group(
        "org_characteristics",
        """
        market_area C o text required | 服务区域 | Area served
        sales_ability C o choice:level required | 销售能力 | Sales ability
        management_idea C o long_text required | 经营理念 | Management idea
        direction C o text | 经营方向 | Direction
        policy C o text required | 经营政策 | Policy
        image C o text | 企业形象 | Image
        reputation C o choice:level | 声誉 | Reputation
        growth_potential C o choice:level | 发展潜力 | Potential
        """,
    ),
    *_group(
        "org_business",
        """
        performance S o text required | 经营业绩 | Performance
        staff_quality S o choice:level required | 人员素质 | Quality of staff
        business_potential S o text | 市场潜力 | Market potential
        business_strengths S o text | 业务优势 | Strengths
        business_problems S o long_text | 存在问题 | Problems
        plans S o long_text | 未来计划 | Plans
        rivals S o text required | 与竞争者的关系 | Relation to rivals
        relation_to_us S o text | 与本公司的关系 | Relation to us
        willingness S o choice:level required | 合作意愿 | Willingness
        """,
    ),
    *_group(
        "org_transaction",
        """
        order_state T o text | 交易情况 | Orders
        terms T o text required | 交易条件 | Terms
        credit T o text required | 信用状况 | Credit
        past_credit_problems T o long_text | 以往信用问题 | Past credit problems
        attitude_to_us T o text | 对我方态度 | Attitude to us
        opinion_of_us T o long_text | 对本公司的看法 | Opinion of us
        opinion_of_rivals T o long_text | 对竞争者的看法 | Opinion of rivals
        suggestions T o long_text | 意见与建议 | Suggestions
        disputes T o long_text | 纠纷 | Disputes
        """,
    ),
    *_group(
        "org_principals",
        """
        owner_name B o text required | 所有者姓名 | Owner's name
        manager_name B o text required | 经营者姓名 | Manager's name
        legal_person B o text | 法人代表 | Legal representative
        principal_age B o number | 负责人年龄 | Principal's age
        principal_education B o choice:degree | 负责人学历 | Principal's education
        principal_personality B o text | 负责人个性 | Principal's personality
        principal_hobbies B o text | 负责人爱好 | Principal's hobbies
        principal_ability B o text | 负责人能力 | Principal's ability
        principal_role B o choice:buying_role | 负责人采购角色 | Principal's buying role
        """,
    ),
]

ARCHIVE_FIELDS: dict[str, ArchiveField] = {field.code: field for field in _FIELDS}


def fields_for(kind: str, *, sensitive: bool = False, among: Iterable[ArchiveField] = _FIELDS) -> list[ArchiveField]:
    """Return the fields of a kind of customer in card order; sensitive ones only on request (R06.2)."""
    return [field for field in among if kind in field.kinds and (sensitive or not field.sensitive)]


def groups_for(kind: str, *, among: Iterable[ArchiveField] = _FIELDS) -> dict[str, Text]:
    """Return the checklist groups of a kind of customer (R06.2)."""
    present = {field.group for field in fields_for(kind, sensitive=True, among=among)}
    return {code: label for code, label in GROUPS.items() if code in present}
