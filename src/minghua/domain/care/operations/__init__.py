"""Writes of the rice ledger: surveys, deliveries, visits, the household's life, rhythms of purchase."""

from minghua.domain.care.operations.deliveries import link_order as link_order
from minghua.domain.care.operations.deliveries import record_delivery as record_delivery
from minghua.domain.care.operations.deliveries import withdraw_delivery as withdraw_delivery
from minghua.domain.care.operations.jars import close_jar as close_jar
from minghua.domain.care.operations.jars import edit_jar as edit_jar
from minghua.domain.care.operations.jars import open_jar as open_jar
from minghua.domain.care.operations.life import add_absence as add_absence
from minghua.domain.care.operations.life import add_occasion as add_occasion
from minghua.domain.care.operations.life import drop_absence as drop_absence
from minghua.domain.care.operations.life import drop_occasion as drop_occasion
from minghua.domain.care.operations.life import resize as resize
from minghua.domain.care.operations.parting import let_go as let_go
from minghua.domain.care.operations.rhythms import pause_rhythm as pause_rhythm
from minghua.domain.care.operations.rhythms import refresh_rhythms as refresh_rhythms
from minghua.domain.care.operations.rhythms import refresh_some_rhythms as refresh_some_rhythms
from minghua.domain.care.operations.schedule import reschedule_all as reschedule_all
from minghua.domain.care.operations.schedule import reschedule_some as reschedule_some
from minghua.domain.care.operations.visits import record_visit as record_visit
