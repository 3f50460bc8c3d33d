"""The engine of analyses: immutable snapshots of facts as Parquet files, and DuckDB through Ibis to ask them."""
