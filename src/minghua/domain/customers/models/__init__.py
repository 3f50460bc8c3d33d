"""Tables of the customers room."""

from minghua.domain.customers.models.bulk import BulkAct
from minghua.domain.customers.models.cleaning import CleaningChange, CleaningRun
from minghua.domain.customers.models.customer import Customer, NumberSeries
from minghua.domain.customers.models.kinship import HouseholdMember, Relation
from minghua.domain.customers.models.labels import Attachment, CustomerTag, Tag
from minghua.domain.customers.models.likeness import DoubleSearch, LikenessModel, MatchKey, Pair
from minghua.domain.customers.models.merging import Merge
from minghua.domain.customers.models.ownership import OwnerSpell, Pool
from minghua.domain.customers.models.quality import CustomerQuality, FieldVerification, QualityMark, QualitySnapshot
from minghua.domain.customers.models.reveals import Reveal
from minghua.domain.customers.models.shaping import ArchiveTemplate, CustomField, Layout, ShapeStamp

__all__ = [
    "ArchiveTemplate",
    "Attachment",
    "BulkAct",
    "CleaningChange",
    "CleaningRun",
    "CustomField",
    "Customer",
    "CustomerQuality",
    "CustomerTag",
    "FieldVerification",
    "HouseholdMember",
    "LikenessModel",
    "MatchKey",
    "Layout",
    "Merge",
    "Pair",
    "DoubleSearch",
    "NumberSeries",
    "OwnerSpell",
    "Pool",
    "QualityMark",
    "QualitySnapshot",
    "Relation",
    "Reveal",
    "ShapeStamp",
    "Tag",
]
