"""The words of the catalog."""

from minghua.domain.catalog.types import products, units
from minghua.domain.catalog.types.personal import PERSONAL as PERSONAL
from minghua.domain.catalog.types.products import MODES as MODES
from minghua.domain.catalog.types.products import CategoryNode as CategoryNode
from minghua.domain.catalog.types.products import Nature as Nature
from minghua.domain.catalog.types.products import NewProduct as NewProduct
from minghua.domain.catalog.types.products import ProductCard as ProductCard
from minghua.domain.catalog.types.products import ProductsStored as ProductsStored
from minghua.domain.catalog.types.units import NewUnit as NewUnit
from minghua.domain.catalog.types.units import UnitCard as UnitCard
from minghua.domain.catalog.types.warranty import Anchor as Anchor
from minghua.domain.catalog.types.warranty import Needs as Needs
from minghua.domain.catalog.types.warranty import Payer as Payer
from minghua.domain.catalog.types.warranty import Scope as Scope
from minghua.domain.catalog.types.warranty import Source as Source
from minghua.domain.catalog.types.warranty import Terms as Terms

VOCABULARIES = {**products.VOCABULARIES, **units.UNIT_VOCABULARIES}
