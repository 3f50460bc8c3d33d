"""Reads of the catalog."""

from minghua.domain.catalog.queries.products import BY_NAME as BY_NAME
from minghua.domain.catalog.queries.products import FIELDS as FIELDS
from minghua.domain.catalog.queries.products import cards as cards
from minghua.domain.catalog.queries.products import categories as categories
from minghua.domain.catalog.queries.products import chosen as chosen
from minghua.domain.catalog.queries.products import count as count
from minghua.domain.catalog.queries.products import ids_by_sku as ids_by_sku
from minghua.domain.catalog.queries.products import listing as listing
from minghua.domain.catalog.queries.products import natures as natures
from minghua.domain.catalog.queries.products import product as product
from minghua.domain.catalog.queries.products import products as products
from minghua.domain.catalog.queries.products import products_by_id as products_by_id
from minghua.domain.catalog.queries.products import suggestions as suggestions
from minghua.domain.catalog.queries.units import ids_by_serial as ids_by_serial
from minghua.domain.catalog.queries.units import unit as unit
from minghua.domain.catalog.queries.units import units_by_id as units_by_id
from minghua.domain.catalog.queries.warranty import terms as terms
from minghua.domain.catalog.queries.warranty import terms_of as terms_of
