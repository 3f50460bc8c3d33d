"""Typed codes: what they are made of, that slips of the hand are noticed, and that they read as they were meant (T13)."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.loyalty.rules import codes

RANDOMNESS = st.binary(min_size=10, max_size=10)
BITS = st.integers(codes.LEAST_BITS, codes.MOST_BITS)


@st.composite
def some_code(draw) -> str:
    bits = draw(BITS)
    size = codes.bytes_needed(bits)
    return codes.made(draw(st.binary(min_size=size, max_size=size)), bits=bits)


@pytest.mark.parametrize(
    ("randomness", "bits", "printed"),
    [
        (bytes(10), 80, "0000-0000-0000-00000"),
        (b"\xff" * 10, 80, "ZZZZ-ZZZZ-ZZZZ-ZZZZM"),
        (bytes(range(1, 11)), 80, "0410-6105-0R3G-G28AB"),
        (bytes(range(1, 9)), 60, "0410-6105-0R3GM"),
    ],
)
def test_t13_code_as_it_is_printed(randomness, bits, printed):
    assert codes.shown(codes.made(randomness, bits=bits)) == printed


@pytest.mark.parametrize(
    ("bits", "size", "symbols"), [(60, 8, 13), (64, 9, 14), (80, 10, 17), (128, 17, 27), (150, 19, 31)]
)
def test_t13_symbols_by_bits(bits, size, symbols):
    assert (codes.bytes_needed(bits), len(codes.made(bytes(size), bits=bits))) == (size, symbols)


def test_t13_eighty_bits_when_nothing_is_said():
    assert (codes.bytes_needed(), len(codes.made(bytes(10)))) == (10, 17)


@pytest.mark.parametrize("bits", [-1, 0, 32, 59, 151])
def test_t13_never_below_sixty_bits(bits):
    with pytest.raises(ValueError, match="60 to 150"):
        codes.made(bytes(10), bits=bits)


@pytest.mark.parametrize("size", [0, 9, 11])
def test_t13_other_than_the_bytes_needed_is_refused(size):
    with pytest.raises(ValueError, match="10 bytes"):
        codes.made(bytes(size))


@given(RANDOMNESS)
def test_t13_every_random_bit_stands_in_the_code(randomness):
    code = codes.made(randomness)
    number = 0
    for symbol in code[:-1]:
        number = number * 32 + codes.ALPHABET.index(symbol)
    assert number.to_bytes(10) == randomness


@given(some_code())
def test_t13_every_single_wrong_symbol_is_noticed(code):
    wrong = [
        code[:place] + symbol + code[place + 1 :]
        for place in range(len(code))
        for symbol in codes.ALPHABET
        if symbol != code[place]
    ]
    assert [each for each in wrong if codes.read(each) is not None] == []


@given(some_code())
def test_t13_every_swap_of_neighbours_is_noticed(code):
    swapped = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(len(code) - 1)
        if code[place] != code[place + 1]
    ]
    assert [each for each in swapped if codes.read(each) is not None] == []


@pytest.mark.parametrize("symbols", [13, 17, 27, 31])
def test_t13_no_swap_anywhere_leaves_the_sum_at_zero(symbols):
    """The check is linear, so what differs alone decides: every pair of different symbols at every pair of neighbours."""
    missed = []
    for place in range(symbols - 1):
        for difference in codes.ALPHABET[1:]:
            pattern = ["0"] * symbols
            pattern[place] = pattern[place + 1] = difference
            if codes.read("".join(pattern)) is not None:
                missed.append(pattern)
    assert missed == []


@given(some_code())
def test_t13_a_doubled_symbol_mistaken_for_another_is_noticed(code):
    doubled = [
        code[:place] + symbol * 2 + code[place + 2 :]
        for place in range(len(code) - 1)
        for symbol in codes.ALPHABET
        if code[place] == code[place + 1] != symbol
    ]
    assert [each for each in doubled if codes.read(each) is not None] == []


@pytest.mark.parametrize(
    "typed",
    [
        "0410-6105-0R3G-G28AB",
        "0410610 50r3gg28ab",
        "  o4io-6lo5-0r3g-g28ab\n",
        "０４１０－６１０５－０Ｒ３Ｇ－Ｇ２８ＡＢ",
        "0410\u30006105\u30000R3G\u3000G28AB",
        "0410—6105–0R3G−G28AB",
        "\u200b04106105\u200d0R3GG28AB\ufeff",
    ],
)
def test_t13_typed_as_people_type(typed):
    assert codes.read(typed) == "041061050R3GG28AB"


@pytest.mark.parametrize(
    "typed",
    [
        "", "-", "0", "041061050R3GG28A", "041061050R3GG28AB4", "U41061050R3GG28AB", "041061050R3GG28A*",
        "041061050R3GG28ÁB", "券041061050R3GG28AB", "0" * 12, "0" * 32, "0" * 121, "0-" * 10_000,
    ],
)  # fmt: skip
def test_t13_what_is_no_code_is_not_read(typed):
    assert codes.read(typed) is None


@given(some_code(), st.randoms(use_true_random=False))
def test_t13_case_look_alikes_and_hyphens_change_nothing(code, chance):
    looks = {"0": "0oO０", "1": "1iIlLｌ"}
    typed = "".join(
        chance.choice(looks.get(symbol, symbol + symbol.lower())) + chance.choice(["", "", "-", " ", "　"])
        for symbol in codes.shown(code)
    )
    assert codes.read(typed) == code


@given(st.text())
def test_t13_normalising_twice_changes_nothing(text):
    once = codes.normalised(text)
    assert codes.normalised(once) == once


@given(some_code())
def test_t13_the_tail_is_the_end_of_what_is_printed(code):
    assert codes.shown(code).endswith(codes.tail(code))
    assert len(codes.tail(code)) == 4


def test_t13_forty_thousand_codes_never_repeat_and_use_every_symbol_alike():
    chance = random.Random(20)
    made = [codes.made(chance.randbytes(10)) for _ in range(40_000)]
    assert len(set(made)) == 40_000
    counts = Counter(symbol for code in made for symbol in code)
    expected = 40_000 * 17 / 32
    chi_squared = sum((counts[symbol] - expected) ** 2 / expected for symbol in codes.ALPHABET)
    assert chi_squared < 61.1  # 31 degrees of freedom, one in a thousand
