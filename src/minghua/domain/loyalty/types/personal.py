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
    register("loyalty.PointsBudget", "none", "", impersonal="limit first_on most given"),
    register("loyalty.PointsVersion", "none", "", impersonal="number from_on text published_at"),
    register(
        "loyalty.PointsFact",
        "customer_id",
        "act key event_at at amount of back terms inputs order_id | trade contract ordinary trade keep",
        impersonal="member_id recorded_at version",
    ),
    register(
        "loyalty.PointsAdjustment",
        "customer_id",
        """reason decided_why | care contract ordinary archive blank
        way amount key state asked_at decided_at | trade contract ordinary trade keep""",
        impersonal="most",
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
    register("loyalty.ActivityPortfolio", "none", "", impersonal="code points name_zh name_en created_at stopped_at"),
    register("loyalty.ActivityVersion", "none", "", impersonal="number from_on text published_at"),
    register("loyalty.ActivityDeck", "none", "", impersonal="activity commitment seed cards made_at dealt revealed_at"),
    register("loyalty.ActivityStock", "none", "", impersonal="activity item total left"),
    register(
        "loyalty.ActivityTaking",
        "customer_id",
        """said | care consent ordinary archive blank
        earned cost item key on at reason place | trade contract ordinary trade keep""",
        impersonal="activity kind version member_id",
    ),
    register("loyalty.ActivityHandover", "taking__customer_id", "outcome at | trade contract ordinary trade keep"),
    register(
        "loyalty.CouponBatch",
        "none",
        "",
        impersonal="code name_zh name_en total left budget spent created_at stopped_at",
    ),
    register("loyalty.CouponVersion", "none", "", impersonal="number from_on text published_at"),
    register("loyalty.CouponRun", "none", "", impersonal="key count at"),
    register(
        "loyalty.Coupon",
        "customer_id",
        "state issued_on from_on until_on balance | trade contract ordinary trade keep",
        impersonal="version key fingerprint tail member_id nth made_at",
    ),
    register(
        "loyalty.CouponUse",
        "customer_id",
        "key state order currency lines freight money points at until_at ended_at skipped | trade contract ordinary trade keep",
        impersonal="asked member_id policy points_scheme",
    ),
    register(
        "loyalty.CouponUsed",
        "use__customer_id",
        "off freight money gift count points | trade contract ordinary trade keep",
        impersonal="place pays live",
    ),
    register(
        "loyalty.CouponReversal",
        "use__customer_id",
        "lines shares money whole at | trade contract ordinary trade keep",
        impersonal="key asked",
    ),
    register(
        "loyalty.CouponEvent",
        "coupon__customer_id",
        """reason | care contract ordinary archive blank
        act count money at | trade contract ordinary trade keep""",
    ),
    register("loyalty.PackRound", "none", "", impersonal="benefit period after_id begun_at done_at looked_at"),
)
