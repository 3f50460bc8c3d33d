"""Tiering: membership programmes as data, the score ledger, levels that say why (C14)."""
