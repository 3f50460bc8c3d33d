"""The words of service."""

from minghua.domain.service.types import cases, clocks, complaints, symptoms
from minghua.domain.service.types.cases import CaseCard as CaseCard
from minghua.domain.service.types.cases import Entry as Entry
from minghua.domain.service.types.cases import Kind as Kind
from minghua.domain.service.types.cases import NewCase as NewCase
from minghua.domain.service.types.cases import Severity as Severity
from minghua.domain.service.types.cases import Standing as Standing
from minghua.domain.service.types.clocks import ClockRow as ClockRow
from minghua.domain.service.types.complaints import Complaint as Complaint
from minghua.domain.service.types.complaints import Decision as Decision
from minghua.domain.service.types.complaints import Payment as Payment
from minghua.domain.service.types.deeds import Done as Done
from minghua.domain.service.types.deeds import HandOver as HandOver
from minghua.domain.service.types.deeds import NewPromise as NewPromise
from minghua.domain.service.types.entitlements import CardState as CardState
from minghua.domain.service.types.entitlements import Cover as Cover
from minghua.domain.service.types.personal import PERSONAL as PERSONAL
from minghua.domain.service.types.problems import Basis as Basis
from minghua.domain.service.types.problems import Condition as Condition
from minghua.domain.service.types.problems import NewReport as NewReport
from minghua.domain.service.types.problems import Outcome as Outcome
from minghua.domain.service.types.problems import ProblemPage as ProblemPage
from minghua.domain.service.types.problems import ProblemRow as ProblemRow
from minghua.domain.service.types.problems import ProblemState as ProblemState
from minghua.domain.service.types.problems import Reported as Reported
from minghua.domain.service.types.promises import Origin as Origin
from minghua.domain.service.types.promises import PromiseKind as PromiseKind
from minghua.domain.service.types.promises import PromiseRow as PromiseRow
from minghua.domain.service.types.promises import PromiseState as PromiseState
from minghua.domain.service.types.promises import PromiseToKeep as PromiseToKeep
from minghua.domain.service.types.promises import Tally as Tally
from minghua.domain.service.types.units import NewHolding as NewHolding
from minghua.domain.service.types.units import SaleUnits as SaleUnits
from minghua.domain.service.types.units import UnitPage as UnitPage
from minghua.domain.service.types.units import UnitRow as UnitRow

PARAMETERS = symptoms.PARAMETERS + complaints.PARAMETERS
VOCABULARIES = {**cases.VOCABULARIES, **clocks.VOCABULARIES, **symptoms.VOCABULARIES, **complaints.VOCABULARIES}
