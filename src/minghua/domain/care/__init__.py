"""Care: the jar, and when it runs dry."""
