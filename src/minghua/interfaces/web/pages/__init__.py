"""Pages: one module per group, each with its addresses."""
