"""The vault: one key per customer, wrapped by a master key that never lies in the database."""
