"""Reads of the customers room, always from the rows this viewer may see."""

from minghua.domain.customers.queries.archives import archive, archive_of, changes, timeline
from minghua.domain.customers.queries.boards import ColumnTotal, board_totals
from minghua.domain.customers.queries.cards import by_number, customer, names, shown, summaries
from minghua.domain.customers.queries.due import standing_due
from minghua.domain.customers.queries.hiding import asked_openly, hidden_by_pool, told_name, told_names
from minghua.domain.customers.queries.kinship import (
    Brought,
    contact_digests,
    household,
    members_told,
    referrals,
    relations,
    tree,
)
from minghua.domain.customers.queries.labels import (
    all_tags,
    attachment_of_file,
    attachments,
    tag_merges,
    tag_sheets,
    tags,
)
from minghua.domain.customers.queries.layouts import (
    archive_layout,
    arranged_for,
    installing,
    layout_sheet,
    layout_versions,
    layouts_kept,
    preset_codes,
    presets,
    template,
    template_of,
    templates,
)
from minghua.domain.customers.queries.likeness import candidates, candidates_of_many, look_alikes
from minghua.domain.customers.queries.lists import all_ids, count, fields_for, listing, neighbours, path_of, row
from minghua.domain.customers.queries.looks import lookers, reveals, still_revealed
from minghua.domain.customers.queries.member_lines import Unwritten, member_names, members_line, read_members
from minghua.domain.customers.queries.merges import choices as merge_choices
from minghua.domain.customers.queries.merges import merge, merges
from minghua.domain.customers.queries.merging import (
    ever_merged,
    homes,
    merged_records,
    now_called,
    one_since,
    renamed,
    survivor_of,
    undo_days,
)
from minghua.domain.customers.queries.neglect import Silent, soon_to_pool
from minghua.domain.customers.queries.occasions import OccasionFacts, occasion_facts
from minghua.domain.customers.queries.ownership import collaborators, owner_history
from minghua.domain.customers.queries.pairing import Order, likeness_of, pair, pairs, search_state
from minghua.domain.customers.queries.pooling import capacity, pools
from minghua.domain.customers.queries.reaching import called, is_living, only_one_reached, plain_contact
from minghua.domain.customers.queries.references import archive_written, customer_name, learn_names, staff, staff_name
from minghua.domain.customers.queries.register import (
    archive_fields,
    archive_fields_of,
    archive_groups_of,
    described,
    label_of,
)
from minghua.domain.customers.queries.rows import (
    changeable_ids,
    is_erased,
    may_change,
    of_source_keys,
    require_seen,
    seen,
    visible_ids,
)
from minghua.domain.customers.queries.shaping import field_sheet, field_sheets, filled_in, turns_into
from minghua.domain.customers.queries.sweeps import sweep
from minghua.domain.customers.queries.telling import told_columns, told_values
from minghua.domain.customers.queries.traits import traits_of
from minghua.domain.customers.queries.waiters import waiting
from minghua.domain.customers.rules.typed import written

__all__ = [
    "Brought",
    "called",
    "is_living",
    "only_one_reached",
    "plain_contact",
    "OccasionFacts",
    "occasion_facts",
    "archive_layout",
    "arranged_for",
    "installing",
    "layout_sheet",
    "layout_versions",
    "layouts_kept",
    "preset_codes",
    "presets",
    "template",
    "template_of",
    "templates",
    "ColumnTotal",
    "Silent",
    "Unwritten",
    "all_ids",
    "all_tags",
    "archive",
    "archive_fields",
    "archive_fields_of",
    "archive_groups_of",
    "archive_written",
    "archive_of",
    "asked_openly",
    "attachment_of_file",
    "attachments",
    "board_totals",
    "by_number",
    "candidates",
    "candidates_of_many",
    "capacity",
    "changeable_ids",
    "changes",
    "collaborators",
    "count",
    "customer",
    "customer_name",
    "described",
    "ever_merged",
    "field_sheet",
    "field_sheets",
    "fields_for",
    "filled_in",
    "hidden_by_pool",
    "homes",
    "household",
    "is_erased",
    "label_of",
    "learn_names",
    "likeness_of",
    "Order",
    "listing",
    "pair",
    "pairs",
    "search_state",
    "undo_days",
    "look_alikes",
    "lookers",
    "may_change",
    "member_names",
    "members_line",
    "members_told",
    "read_members",
    "merge",
    "merge_choices",
    "merged_records",
    "of_source_keys",
    "merges",
    "now_called",
    "one_since",
    "survivor_of",
    "names",
    "neighbours",
    "owner_history",
    "path_of",
    "pools",
    "referrals",
    "relations",
    "contact_digests",
    "renamed",
    "require_seen",
    "reveals",
    "row",
    "seen",
    "shown",
    "soon_to_pool",
    "staff",
    "staff_name",
    "standing_due",
    "still_revealed",
    "summaries",
    "sweep",
    "tag_merges",
    "tag_sheets",
    "tags",
    "timeline",
    "told_columns",
    "told_name",
    "told_names",
    "told_values",
    "traits_of",
    "tree",
    "turns_into",
    "visible_ids",
    "waiting",
    "written",
]
