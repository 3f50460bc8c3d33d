"""Worker door."""
