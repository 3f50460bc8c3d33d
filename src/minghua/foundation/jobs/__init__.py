"""Jobs without a broker: a table in the same database is the outbox, the queue and the record of what happened."""
