"""Customers at the shell: find, show, create, edit."""

import click

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types import NewCustomer
from minghua.domain.customers.types.likeness import Candidate
from minghua.foundation.listing import coding
from minghua.interfaces.cli.acting import Person, acting
from minghua.kernel.clock import local_date
from minghua.kernel.errors import Invalid

_KEYED = ("mobile", "phone", "email", "wechat", "birthday", "address", "province", "city", "district")


@click.group()
def customer() -> None:
    """客户档案。Customers."""


@customer.command("list")
@click.option("--filter", "filter_json", default="", help='JSON：{"all": [["status", "is", "lost"]]}')
@click.option("--text", default="", help="按名称、拼音、电话查找。By name, pinyin, phone.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@acting("customers.view")
def list_customers(person: Person, filter_json: str, text: str, limit: int) -> None:
    """列出看得到的客户。List the customers one may see."""
    query = _Query({"filter": [filter_json]} if filter_json else {})
    spec = coding.spec_from_query(query, customer_reads.fields_for(person.actor))
    page = customer_reads.listing(person.actor, spec, on=local_date(person.at), text=text, limit=limit)
    person.show([{"id": row.id, "number": row.number, "name": row.name, "owner": row.owner_name} for row in page.items])


@customer.command()
@click.argument("customer_id", type=int)
@acting("customers.view")
def show(person: Person, customer_id: int) -> None:
    """显示一位客户。Show one customer."""
    card = customer_reads.customer(person.actor, customer_id)
    filled = {name: value for name, value in card.values.items() if value not in (None, "", {}, [])}
    person.show({"id": card.id, "version": card.version, "owner": card.owner_name, "team": card.team_name} | filled)


@customer.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["person", "organization", "household"]), default="person", show_default=True)
@click.option("--set", "values", multiple=True, help="字段=值，可多次。field=value, may be repeated.")
@click.option("--refuse-alike", is_flag=True, help="已有相似客户时不新建。Refuse when a look-alike exists.")
@acting("customers.create")
def create(person: Person, name: str, kind: str, values: tuple[str, ...], refuse_alike: bool) -> None:
    """新建客户。Create a customer."""
    given = _pairs(values)
    keyed = {code: given.pop(code) for code in _KEYED if code in given}
    archive = {code.removeprefix("archive."): given.pop(code) for code in list(given) if code.startswith("archive.")}
    with person.writing():
        made = customers.create_customer(
            NewCustomer(kind=kind, name=name, archive=archive, **keyed),  # type: ignore[arg-type]
            refuse_alike=refuse_alike,
            by=person.actor,
            at=person.at,
        )
        if given:
            customers.edit_customer(made, given, base_version=None, by=person.actor, at=person.at)
    alike = customer_reads.look_alikes(person.actor, made, at=person.at) if person.actor.may("customers.view") else []
    person.show({"id": made, "name": name} | ({"duplicates": [_told(one) for one in alike]} if alike else {}))


@customer.command()
@click.argument("customer_id", type=int)
@acting("customers.view")
def duplicates(person: Person, customer_id: int) -> None:
    """列出相似的客户。List who looks like a customer."""
    person.show([_told(one) for one in customer_reads.look_alikes(person.actor, customer_id, at=person.at)])


def _told(one: Candidate) -> dict[str, object]:
    return {"id": one.id, "number": one.number, "name": one.name, "owner": one.owner_name, "score": one.score}


@customer.command()
@click.argument("customer_id", type=int)
@click.option("--set", "values", multiple=True, required=True, help="字段=值，可多次。field=value, may be repeated.")
@click.option("--base-version", type=int, help="已读到的版本；不写则以最新为准。The version you read.")
@acting("customers.edit")
def edit(person: Person, customer_id: int, values: tuple[str, ...], base_version: int | None) -> None:
    """修改客户。Edit a customer."""
    with person.writing():
        version = customers.edit_customer(
            customer_id, _pairs(values), base_version=base_version, by=person.actor, at=person.at
        )
    person.show({"id": customer_id, "version": version})


@customer.command()
@click.argument("customer_id", type=int)
@click.argument("field")
@click.option("--reason", required=True, help="原因代码，如 callback。Why, e.g. callback.")
@click.option("--text", default="", help="说明。In words.")
@acting("customers.reveal")
def reveal(person: Person, customer_id: int, field: str, reason: str, text: str) -> None:
    """说明理由查看脱敏字段。Look behind a mask with a reason."""
    with person.writing():
        found = customers.reveal(customer_id, field=field, reason=reason, text=text, by=person.actor, at=person.at)
    person.show({"value": found.value, "until": found.until})


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if not all(code and mark for code, mark, _ in pairs):
        raise Invalid("写法是「字段=值」。", "Write field=value.", field="set")
    return {code: value for code, _, value in pairs}


class _Query(dict[str, list[str]]):
    """What the filter reader expects of an address."""

    def getlist(self, key: str) -> list[str]:
        """Return the values of a name."""
        return self.get(key, [])


commands = [customer]
