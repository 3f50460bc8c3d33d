"""What business grades keep of people: an organisation's figures, with the words staff wrote beside them."""

from typing import Final

from minghua.kernel.personal import Register, register

GRADE_PERSONAL: Final[tuple[Register, ...]] = (
    register("tiering.GradeCard", "none", "", impersonal="version from_on body note published_at"),
    register(
        "tiering.GradeInput",
        "customer_id",
        """
        value_e6 | care contract ordinary archive keep
        note | care contract ordinary archive blank
        """,
        impersonal="code observed_on recorded_at",
    ),
    register(
        "tiering.Grading",
        "customer_id",
        "why | care contract ordinary archive keep",
        impersonal="as_of score_e6 earned grade graded_at",
    ),
    register(
        "tiering.GradeState",
        "none",
        "",
        impersonal="score_e6 grade vetoed since_on first_on as_of",
    ),
    register(
        "tiering.GradeReview",
        "customer_id",
        "note | care contract ordinary archive blank",
        impersonal="period opened_on due_on closed_at grade",
    ),
)
