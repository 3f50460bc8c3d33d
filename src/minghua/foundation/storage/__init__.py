"""Storage: how a write happens, all of it or nothing."""
