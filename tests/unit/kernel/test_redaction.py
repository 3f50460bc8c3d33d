"""What is hidden from logs, and what is left so that they stay useful."""

import pytest

from minghua.kernel.redaction import HIDDEN, redacted, redacted_value, told


@pytest.mark.parametrize(
    "secret",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "+8613812345678",
        "0086 13812345678",
        "0731-88001122",
        "430103199001011234",
        "43010319900101123X",
        "6222021234567890123",
        "wang.wei@example.com",
        "mh_ab12cd34ef_0123456789abcdef",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
)
def test_numbers_addresses_and_keys_are_taken_out_of_any_text(secret):
    assert redacted(f"客户：{secret}，来电") == f"客户：{HIDDEN}，来电"
    assert redacted(f"({secret})") == f"({HIDDEN})"


@pytest.mark.parametrize(
    "plain",
    [
        "C0000001",
        "import-17",
        "9f8b7c1d13812345678aef0123456789",
        "2026-06-15T02:00:00Z",
        "/customers/<int:customer_id>",
        "job 4711 took 12.5 s",
        "C13812345678",
    ],
)
def test_what_is_no_persons_stays_readable(plain):
    assert redacted(plain) == plain


def test_values_under_telling_names_are_hidden_whatever_they_are():
    line = {"mobile": "x", "password": "y", "headers": {"Cookie": "z", "Accept": "text"}, "ms": 7, "ids": [1, 2]}
    assert {name: redacted_value(name, value) for name, value in line.items()} == {
        "mobile": HIDDEN,
        "password": HIDDEN,
        "headers": {"Cookie": HIDDEN, "Accept": "text"},
        "ms": 7,
        "ids": [1, 2],
    }


def failing(name: str) -> None:
    raise ValueError(f"no such customer: {name}")


def test_an_error_is_told_by_types_and_places_without_its_words():
    try:
        try:
            failing("王伟")
        except ValueError as first:
            raise KeyError("李娜") from first
    except KeyError as error:
        text = told(error)
    assert "王伟" not in text
    assert "李娜" not in text
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        "builtins.ValueError",
        "then",
        "builtins.KeyError",
    ]
    assert "test_redaction.py" in text
    assert " failing" in text
