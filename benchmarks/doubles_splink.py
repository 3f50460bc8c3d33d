"""The same rows through Splink, for comparison: not a part of the product, and not installed with it.

`pip install splink` in an environment of its own, then `python -m benchmarks.doubles_splink [customers] [plain|dirty]`.
Persons only; the same traits, blocking by phone, e-mail, name with birthday, name with address, and by the same near keys without sound.
"""

import random
import resource
import sys
from time import perf_counter, process_time
from typing import Any

from benchmarks.doubles_company import COMPANIES, truth


def main(count: int, company: str) -> None:
    """Link the company's persons with Splink on DuckDB and compare with what is true."""
    import duckdb
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    made = list(COMPANIES[company](count, random.Random(7)))
    persons = [(n, row) for n, (_, row) in enumerate(made, start=1) if row["kind"] == "person"]
    true = truth([owner for owner, _ in made])
    wanted = {couple for couple in true if made[couple[0] - 1][1]["kind"] == "person"}
    columns: dict[str, list[Any]] = {"unique_id": [n for n, _ in persons]}
    for name in ("name", "mobile", "email", "address"):
        columns[name] = [row[name] or None for _, row in persons]
    columns["birthday"] = [str(row["birthday"]) if row["birthday"] else None for _, row in persons]
    table = pa.table(columns)
    begun, used = perf_counter(), process_time()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.LevenshteinAtThresholds("name", 1).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("mobile", 1),
            cl.ExactMatch("email"),
            cl.LevenshteinAtThresholds("birthday", 1),
            cl.ExactMatch("address"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("mobile"), block_on("email"), block_on("name", "birthday"), block_on("name", "address"),
            block_on("name", "substr(mobile, -4)"), block_on("birthday", "substr(mobile, -4)"),
        ],
    )  # fmt: skip
    api = DuckDBAPI(duckdb.connect())
    linker = Linker(api.register(table) if hasattr(api, "register") else table, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("mobile", "name")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=7)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("mobile"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "birthday"))
    found = linker.inference.predict(threshold_match_probability=0.95)
    rows = found.as_duckdbpyrelation().select("unique_id_l, unique_id_r").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = {(min(a, b), max(a, b)) for a, b in rows}
    right = len(pairs & wanted)
    print(
        f"{company}, {len(persons):,} persons: {perf_counter() - begun:.0f} s, CPU {process_time() - used:.0f} s, peak {peak:.0f} MB"
    )
    print(
        f"{len(pairs):,} pairs from 95 %, precision {right / max(len(pairs), 1):.4f}, recall {right / len(wanted):.4f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, sys.argv[2] if len(sys.argv) > 2 else "plain")
