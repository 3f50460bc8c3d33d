"""History: old and new value of every changed field."""
