"""Texts of programmes and of benefits that mean harm: refused with their line, quickly, and never a server error."""

from time import perf_counter

import pytest

from minghua.domain.loyalty.models import BenefitScheme
from minghua.domain.tiering.models import Programme
from tests.functional.rest.conftest import Program

pytestmark = pytest.mark.django_db
HEAD = "code: club\nlevels:\n  - {code: low}\n  - {code: high, from: 10}\n"
LAUGHS = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
TEXTS = {
    "nul in a name": (HEAD + 'name: "a\\0b"\n', 5),
    "half a sign": (HEAD + 'name: "a\\ud800b"\n', 5),
    "half a sign in JSON": ('{"code": "club",\n "name": "\\ud800"}', 2),
    "nul in a key": (HEAD + '"a\\0": 1\n', 5),
    "nul in a benefit": (HEAD.replace("from: 10", 'from: 10, benefits: ["a\\0b"]'), 4),
    "deep brackets": ("[" * 50_000, 1),
    "deep braces": ("a:\n " + "{a: " * 3_000, 2),
    "itself inside itself": ("code: &x [*x]\n", 1),
    "a billion laughs": (LAUGHS, 1),
    "a tag that runs": ("code: !!python/object/apply:os.system ['x']\n", 1),
    "two documents": ("a: 1\n---\nb: 2\n", 2),
}
ADDRESSES = ("/programmes", "/benefit-schemes")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_means_harm_is_refused_with_its_line(admin: Program, name: str, address: str) -> None:
    text, line = TEXTS[name]
    assert admin.get(address).status_code == 200
    began = perf_counter()
    looked = admin.post(address.replace("programmes", "programme-examination"), {"text": text})
    refused = admin.post(address, {"text": text}, **{"Accept-Language": "en"})
    assert (refused.status_code, perf_counter() - began < 4) == (422, True)
    assert f"line {line}," in refused.json()["errors"][0]["detail"]
    assert (Programme.objects.count(), BenefitScheme.objects.count()) == (0, 0)
    assert looked.status_code in {200, 422}
