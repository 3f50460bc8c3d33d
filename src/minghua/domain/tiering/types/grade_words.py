"""What people call the grades of business customers, and how long their review may take."""

from typing import Final

from minghua.kernel.parameters import Kind, ParameterDef
from minghua.kernel.vocabularies import Term, Vocabularies
from minghua.kernel.words import Text

GRADE_PARAMETERS: Final = (
    ParameterDef(
        "grading.review_days",
        Kind.INTEGER,
        30,
        Text("企业评级：季度复核期限", "Grades: days for the quarterly review"),
        Text("天", "days"),
        "R15.2",
        minimum=1,
        maximum=80,
    ),
)
GRADE_VOCABULARIES: Final[Vocabularies] = {
    "tiering.grade": (
        Term("S", "S 级", "Grade S"),
        Term("A", "A 级", "Grade A"),
        Term("B", "B 级", "Grade B"),
        Term("C", "C 级", "Grade C"),
        Term("D", "D 级", "Grade D"),
    ),
}
