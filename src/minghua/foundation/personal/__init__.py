"""The register of personal data: every column of every table is in it, as personal or as not."""
