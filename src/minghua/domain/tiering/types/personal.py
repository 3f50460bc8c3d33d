"""What tiering keeps of people: levels and scores stay with the number, words of staff go."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register("tiering.Programme", "none", "", impersonal="code name_zh name_en created_at stopped_at walk_after"),
    register("tiering.Simulation", "none", "", impersonal="fingerprint base on result made_at"),
    register(
        "tiering.SimulationRun",
        "none",
        "",
        impersonal="fingerprint base on costs asked_at job_id members seen after kept ended_at cancelled_at",
    ),
    register("tiering.ProgrammeDraft", "none", "", impersonal="data text fingerprint updated_at"),
    register("tiering.ProgrammeVersion", "none", "", impersonal="number from_on data text fingerprint published_at"),
    register(
        "tiering.ScoreEntry",
        "customer_id",
        "amount inputs | trade contract ordinary trade keep",
        impersonal="kind name event_at event_on counts_at scoring_on recorded_at seq source key rule",
    ),
    register(
        "tiering.LevelGrant",
        "customer_id",
        "reason | care contract ordinary archive blank",
        impersonal="level mode from_on until_on granted_at",
    ),
    register(
        "tiering.GrantEnd",
        "grant__customer_id",
        "reason | care contract ordinary archive blank",
        impersonal="on at",
    ),
    register(
        "tiering.Membership",
        "customer_id",
        "level score score_at_expiry why | care contract ordinary archive keep",
        impersonal="""opened_at joined_at kind rank automatic granted parts valid_from valid_until watch due_on version
        entries as_of""",
    ),
    register(
        "tiering.TierPeriod",
        "customer_id",
        "level before score | care contract ordinary archive keep",
        impersonal="from_at until_at valid_from valid_until cause granted recorded_at withdrawn_at",
    ),
    register(
        "tiering.Correction",
        "customer_id",
        "told true level_told level_true | care contract ordinary archive keep",
        impersonal="since recorded_at by_name",
    ),
)
