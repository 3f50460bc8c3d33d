"""How many texts the vault seals and opens a second on one core: python -m benchmarks.vault"""

import os
import time

from minghua.foundation.vault import sealing

ROUNDS = 200_000


def main() -> None:
    """Print the two figures."""
    key, place = os.urandom(32), "customers_customer.mobile"
    started = time.perf_counter()
    sealed = [sealing.seal_with(key, customer_id=7, place=place, text="13800138000") for _ in range(ROUNDS)]
    sealing_took = time.perf_counter() - started
    started = time.perf_counter()
    for token in sealed:
        sealing.open_with(key, customer_id=7, place=place, sealed=token)
    opening_took = time.perf_counter() - started
    print(f"sealed {ROUNDS / sealing_took:,.0f}/s, opened {ROUNDS / opening_took:,.0f}/s, {len(sealed[0])} characters")


if __name__ == "__main__":
    main()
