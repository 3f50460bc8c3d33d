"""What the rice ledger keeps of people; quantities and days stay, words go."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register(
        "care.Jar",
        "customer_id",
        """
        people portions | care contract ordinary archive keep
        delivery_window area note why | serve contract ordinary archive blank
        """,
        impersonal="""preset per_person_milli capacity_milli rate_micro level_milli level_on safety_days lead_days pay_day
        credit_limit_minor consent_at run_out_on due_on retry_on created_at updated_at""",
    ),
    register(
        "care.Sizing",
        "jar__customer_id",
        "note | serve contract ordinary archive blank",
        impersonal="from_on people per_person_milli portions at",
    ),
    register(
        "care.Absence",
        "jar__customer_id",
        "note | serve contract ordinary archive blank",
        impersonal="from_on until_on",
    ),
    register(
        "care.Occasion",
        "jar__customer_id",
        "note | serve contract ordinary archive blank",
        impersonal="from_on until_on factor_milli",
    ),
    register(
        "care.Delivery",
        "jar__customer_id",
        "before why | serve contract ordinary archive keep",
        impersonal="""key on quantity_milli level_before_milli level_after_milli forecast_level_milli forecast_on
        observed_rate_micro learned_rate_micro order_id at""",
    ),
    register("care.Withdrawal", "none", "", impersonal="at"),
    register(
        "care.Visit",
        "jar__customer_id",
        "note | serve contract ordinary story blank",
        impersonal="key on outcome retry_on at",
    ),
    register(
        "care.Cadence",
        "none",
        "",
        impersonal="""last_on gap_count interval_half_days last_quantity_milli due_on lapses_on paused_until why
        refreshed_at""",
    ),
)
