"""What service keeps of people: the words go with an erasure, what was done and when stays."""

from minghua.kernel.personal import Register, register

PERSONAL: tuple[Register, ...] = (
    register(
        "service.Case",
        "customer_id",
        "subject story key | serve contract ordinary story blank",
        impersonal="""kind channel severity standing level opened_at updated_at closed_at outcome version spoken reopened
        due_at breached holidays""",
    ),
    register(
        "service.CaseEntry",
        "case__customer_id",
        "text details key | serve contract ordinary story blank",
        impersonal="seq act data at",
    ),
    register(
        "service.Clock",
        "case__customer_id",
        "",
        impersonal="kind ref started_at due_at provisional paused state breached_at done_at next_at warned",
    ),
    register("service.ClockAlert", "none", "", impersonal="percent at told_at"),
    register("service.ServicePolicy", "none", "", impersonal="version text note at"),
    register(
        "service.Holding",
        "customer_id",
        "place | serve contract ordinary archive blank",
        impersonal="from_on until_on how order_id recorded_at",
    ),
    register("service.OutOfUse", "none", "", impersonal="reason from_on until_on recorded_at"),
    register("service.CardStock", "none", "", impersonal="code left"),
    register(
        "service.Card",
        "customer_id",
        "evidence | serve contract ordinary archive blank",
        impersonal="code state confirmed_at recorded_at",
    ),
    register(
        "service.VisitCharge",
        "customer_id",
        "reason | trade duty ordinary trade blank",
        impersonal="key on amount_minor covered_by at",
    ),
    register(
        "service.Problem",
        "customer_id",
        "",
        impersonal="symptom condition state level reports since_rest rests first_at last_at updated_at",
    ),
    register(
        "service.Occurrence",
        "customer_id",
        "words | serve contract ordinary story blank",
        impersonal="key at channel symptom condition level recorded_at",
    ),
    register(
        "service.Repair",
        "occurrence__customer_id",
        "diagnosis parts | serve contract ordinary story blank",
        impersonal="outcome at",
    ),
    register(
        "service.Rest",
        "problem__customer_id",
        "words | serve contract ordinary story blank",
        impersonal="basis seen_days at",
    ),
    register(
        "service.Promise",
        "customer_id",
        "text evidence waived_words | serve contract ordinary story blank",
        impersonal="key kind origin given_at due_at kept_at waived_at breached_at",
    ),
)
