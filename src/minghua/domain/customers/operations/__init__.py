"""Writes of the customers room: load, judge, store, tell."""

from minghua.domain.customers.operations.attaching import attach, detach
from minghua.domain.customers.operations.bulk import UndoneAlready, bulk_assign, bulk_tag, undo_bulk
from minghua.domain.customers.operations.cleaning import (
    NotInThatState,
    advance_cleaning,
    decide,
    start_applying,
    start_cleaning,
    start_undoing,
)
from minghua.domain.customers.operations.closing import close, reopen, verify_archive, verify_field
from minghua.domain.customers.operations.contacting import note_contact, note_next_action
from minghua.domain.customers.operations.creating import LooksAlike, NumberTaken, create_customer, likely
from minghua.domain.customers.operations.editing import EditConflict, edit_customer
from minghua.domain.customers.operations.erasing import (
    ErasedBefore,
    bury,
    find_for_erasure,
    hold_for_erasure,
    mark_of,
    names_of,
    renew_tombstone,
)
from minghua.domain.customers.operations.field_indexes import ValuesRepeat, build_sort_index
from minghua.domain.customers.operations.gathering import bring_members, take_members_back
from minghua.domain.customers.operations.importing import Outcome, create_many, update_many
from minghua.domain.customers.operations.indexing import index_after, reindex_field
from minghua.domain.customers.operations.keying import key_missing, rekey
from minghua.domain.customers.operations.kinship import AlreadyLinked, add_member, end_member, relate, unrelate
from minghua.domain.customers.operations.layouts import (
    install_template,
    remove_template,
    restore_layout,
    save_layout,
    take_card_numbers,
)
from minghua.domain.customers.operations.learning import keep_learned, learn
from minghua.domain.customers.operations.merging import NotMergeable, merge_customers
from minghua.domain.customers.operations.ownership import assign_owner, claim, return_to_pool
from minghua.domain.customers.operations.pairing import AutoMergeOff, acceptable, not_the_same
from minghua.domain.customers.operations.pools import PoolNameTaken, save_pool
from minghua.domain.customers.operations.quality import refresh_quality, refresh_recent, take_snapshots
from minghua.domain.customers.operations.recycling import recycle_overdue
from minghua.domain.customers.operations.retyping import ValuesLost, change_type
from minghua.domain.customers.operations.revealing import NotMasked, TooManyReveals, reveal
from minghua.domain.customers.operations.seeking import (
    NothingToStop,
    begin_seeking,
    finish_seeking,
    keep_looked,
    look_at_some,
    seek_anew,
    start_seeking,
    stop_is_asked,
    stop_seeking,
)
from minghua.domain.customers.operations.seeking_near import in_slices, keep_near, look_near, near_couples
from minghua.domain.customers.operations.shaping import (
    FieldTaken,
    archive_field,
    change_field,
    define_field,
    ensure_indexes,
    restore_field,
)
from minghua.domain.customers.operations.sharing import share, unshare
from minghua.domain.customers.operations.standing import refresh_standings
from minghua.domain.customers.operations.sweeping import advance_sweep, stop_sweep, sweep_assign, sweep_tag, undo_sweep
from minghua.domain.customers.operations.tag_keeping import TagInUse, TagNameTaken, change_tag, delete_tag, merge_tag
from minghua.domain.customers.operations.tagging import COLOURS, TagsClosed, save_tag, tag, untag
from minghua.domain.customers.operations.uniques import ValueTaken
from minghua.domain.customers.operations.unmerging import LaterMerge, TooLate, unmerge
from minghua.domain.customers.operations.withdrawing import (
    UnderHold,
    Withdrawn,
    give_back_hands,
    require_unheld,
    withdraw_run,
)

__all__ = [
    "install_template",
    "remove_template",
    "restore_layout",
    "save_layout",
    "take_card_numbers",
    "COLOURS",
    "TagInUse",
    "TagNameTaken",
    "TagsClosed",
    "change_tag",
    "delete_tag",
    "merge_tag",
    "AlreadyLinked",
    "AutoMergeOff",
    "acceptable",
    "begin_seeking",
    "not_the_same",
    "start_seeking",
    "stop_seeking",
    "stop_is_asked",
    "NothingToStop",
    "learn",
    "keep_learned",
    "look_at_some",
    "keep_looked",
    "near_couples",
    "in_slices",
    "look_near",
    "keep_near",
    "finish_seeking",
    "seek_anew",
    "EditConflict",
    "ErasedBefore",
    "LooksAlike",
    "FieldTaken",
    "NotInThatState",
    "NotMasked",
    "LaterMerge",
    "NotMergeable",
    "TooLate",
    "merge_customers",
    "unmerge",
    "NumberTaken",
    "Outcome",
    "PoolNameTaken",
    "TooManyReveals",
    "UndoneAlready",
    "ValueTaken",
    "ValuesLost",
    "ValuesRepeat",
    "Withdrawn",
    "add_member",
    "advance_sweep",
    "archive_field",
    "advance_cleaning",
    "assign_owner",
    "attach",
    "build_sort_index",
    "bring_members",
    "bulk_assign",
    "bury",
    "find_for_erasure",
    "hold_for_erasure",
    "mark_of",
    "names_of",
    "bulk_tag",
    "change_field",
    "change_type",
    "claim",
    "close",
    "create_customer",
    "create_many",
    "define_field",
    "decide",
    "detach",
    "edit_customer",
    "end_member",
    "ensure_indexes",
    "give_back_hands",
    "index_after",
    "key_missing",
    "likely",
    "note_contact",
    "note_next_action",
    "recycle_overdue",
    "refresh_quality",
    "refresh_recent",
    "refresh_standings",
    "renew_tombstone",
    "rekey",
    "reindex_field",
    "relate",
    "reopen",
    "restore_field",
    "return_to_pool",
    "reveal",
    "save_pool",
    "save_tag",
    "share",
    "stop_sweep",
    "sweep_assign",
    "sweep_tag",
    "start_applying",
    "start_cleaning",
    "start_undoing",
    "tag",
    "take_members_back",
    "take_snapshots",
    "undo_bulk",
    "undo_sweep",
    "unrelate",
    "unshare",
    "untag",
    "update_many",
    "verify_archive",
    "verify_field",
    "withdraw_run",
    "UnderHold",
    "require_unheld",
]
