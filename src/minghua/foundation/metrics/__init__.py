"""Metrics: what the process counted, and how to tell it to Prometheus; numbers and templates only, nobody's data."""
