"""Permissions: who may do what (`table`), and to which rows (`row_scope`)."""
