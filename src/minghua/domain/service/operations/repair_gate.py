"""No repair passes by its unit: who has units names the one that fails, so that the same fault is seen again (SVC-AC-07)."""

from minghua.domain.service.models import Holding, Occurrence
from minghua.domain.service.types.cases import Kind, NewCase
from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text


class UnitNotNamed(Refusal):
    """A repair was to be opened for a customer who has units, without saying which one fails."""

    code = "unit_not_named"
    status = 409
    text = Text(
        "这位客户有登记的设备：报修要指明哪一台、什么现象。",
        "The customer has units: a repair names the unit and the symptom.",
    )
    remedy = Text(
        "请在设备页「报修」；若是别的东西，先登记那台设备，或改用「服务」类工单。",
        "Report it on the unit's page; if it is something else, record that unit first or open a service case.",
    )


def require_unit(new: NewCase) -> None:
    """Raise UnitNotNamed for a repair of somebody with units that is not the report of one of them."""
    if new.kind is not Kind.REPAIR:
        return
    has_units = Holding.objects.filter(customer_id=new.customer_id, until_on=None).exists()
    if has_units and not Occurrence.objects.filter(customer_id=new.customer_id, key=new.key).exists():
        raise UnitNotNamed(field="kind")
