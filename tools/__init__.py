"""House checks and workshop tools; nothing here is part of the product."""
