"""The watch: who came in, who was turned away, on the audit record even when everything else was undone."""
