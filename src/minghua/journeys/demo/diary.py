"""The diary is written up: contacts, next steps, and the rice ledger with its refills."""

from collections import defaultdict
from datetime import datetime, timedelta

from minghua.domain.care import operations as care
from minghua.domain.care.types import NewJar
from minghua.domain.customers import operations as customers
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Direction, NewContact, NewNextStep
from minghua.foundation.people.types import Actor
from minghua.journeys.demo import costs, seasons
from minghua.journeys.demo.facts import Company, JarFacts, Promise, Talk
from minghua.journeys.demo.opening import Keys


def write_contacts(facts: Company, keys: Keys, *, at: datetime) -> None:
    """Log every contact as the person who had it; each customer remembers the latest."""
    by_agent: defaultdict[str, list[Talk]] = defaultdict(list)
    latest: dict[str, Talk] = {}
    for talk in facts.talks:
        by_agent[talk.agent].append(talk)
        latest[talk.customer] = talk
    for agent, talks in by_agent.items():
        ids = interactions.log_many([_contact(talk, keys) for talk in talks], by=keys.staff[agent], at=at)
        costs.of_talks(zip(ids, talks, strict=True), keys, at=at)
    for key, talk in latest.items():
        customers.note_contact(keys.customers[key], at=talk.at, by=keys.staff[talk.agent])


def _contact(talk: Talk, keys: Keys) -> NewContact:
    return NewContact(
        customer_id=keys.customers[talk.customer],
        channel=talk.channel,
        direction=Direction(talk.direction),
        happened_at=talk.at,
        subject=talk.subject,
        body=talk.body,
        outcome=talk.outcome,
        sentiment=talk.sentiment,
        minutes=talk.minutes,
        agent_id=keys.user_id(talk.agent),
    )


def write_promises(facts: Company, keys: Keys) -> None:
    """Plan every next step a few days before it is due, and tick off those that were kept."""
    soonest: dict[str, Promise] = {}
    for promise in sorted(facts.promises, key=lambda one: one.due_at):
        by = keys.staff[promise.assignee]
        planned_at = promise.due_at - timedelta(days=5)
        step = NewNextStep(
            customer_id=keys.customers[promise.customer],
            text=promise.text,
            due_at=promise.due_at,
            assignee_id=by.user_id,
        )
        (made,) = interactions.plan_many([step], by=by, at=planned_at)
        if promise.done_at:
            interactions.complete_next_step(made, by=by, at=promise.done_at)
        else:
            soonest.setdefault(promise.customer, promise)
    for key, promise in soonest.items():
        customers.note_next_action(
            keys.customers[key],
            next_on=promise.due_at.astimezone(seasons.SHANGHAI).date(),
            next_text=promise.text,
            by=keys.staff[promise.assignee],
        )


def fill_jars(facts: Company, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Open each jar on the day it was asked for, then refill it as it was refilled."""
    for jar in facts.jars:
        _fill(jar, keys, by=by)
    care.reschedule_all(by=by, at=at)


def _fill(jar: JarFacts, keys: Keys, *, by: Actor) -> None:
    asked_at = seasons.evening(jar.level_on, hour=18)
    new = NewJar(
        customer_id=keys.customers[jar.customer],
        product_id=keys.products[jar.sku],
        people=jar.people,
        per_person_milli=jar.per_person_milli,
        capacity_milli=jar.capacity_milli,
        level_milli=jar.level_milli,
        area=jar.area,
        delivery_window=jar.delivery_window,
        pay_day=jar.pay_day,
        consent=True,
    )
    jar_id = care.open_jar(new, by=by, at=asked_at)
    for start, end in jar.away:
        care.add_absence(jar_id, from_on=start, until_on=end, note="全家外出", by=by, at=asked_at)
    for start, end, factor in jar.guests:
        care.add_occasion(jar_id, from_on=start, until_on=end, factor_milli=factor, note="亲戚来住", by=by, at=asked_at)
    for refill in jar.refills:
        done = care.record_delivery(
            jar_id,
            quantity_milli=refill.quantity_milli,
            left_milli=refill.left_milli,
            key=f"demo-{refill.on}",
            on=refill.on,
            by=by,
            at=seasons.evening(refill.on, hour=18),
        )
        care.link_order(done.delivery_id, keys.orders[refill.order], by=by)
