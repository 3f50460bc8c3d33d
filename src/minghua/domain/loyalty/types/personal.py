"""What loyalty keeps of people: which pack was given stays with the number; birthday and words go."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register("loyalty.BenefitScheme", "none", "", impersonal="code programme name_zh name_en created_at stopped_at"),
    register("loyalty.BenefitVersion", "none", "", impersonal="number from_on text published_at"),
    register(
        "loyalty.BenefitGrant",
        "customer_id",
        """birthday reason_zh reason_en | care contract ordinary archive blank
        level window_from window_until issued_on until_on | trade contract ordinary trade keep""",
        impersonal="version programme benefit member_id period take level_at granted_at",
    ),
    register(
        "loyalty.GrantItem",
        "grant__customer_id",
        "value least count from_on until_on | trade contract ordinary trade keep",
        impersonal="code kind",
    ),
    register(
        "loyalty.Revocation",
        "grant__customer_id",
        "reason | care contract ordinary archive blank",
        impersonal="at",
    ),
    register("loyalty.PointsScheme", "none", "", impersonal="code name_zh name_en created_at stopped_at walk_after"),
    register("loyalty.PointsVersion", "none", "", impersonal="number from_on text published_at"),
    register(
        "loyalty.PointsFact",
        "customer_id",
        "act key event_at at amount of back terms inputs order_id | trade contract ordinary trade keep",
        impersonal="member_id recorded_at version",
    ),
    register(
        "loyalty.PointsAccount",
        "customer_id",
        "available pending held debt due_at | trade contract ordinary trade keep",
        impersonal="seq head as_of",
    ),
    register(
        "loyalty.PointsEntry",
        "account__customer_id",
        "at cause move lot source target amount balance | trade contract ordinary trade keep",
        impersonal="seq recorded_at corrects hash",
    ),
    register(
        "loyalty.PointsLot",
        "account__customer_id",
        "key points pending available held available_on expires_on | trade contract ordinary trade keep",
    ),
    register("loyalty.PackRound", "none", "", impersonal="benefit period after_id begun_at done_at looked_at"),
)
