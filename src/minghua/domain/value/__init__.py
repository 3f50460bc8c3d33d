"""The value room: what customers cost, what they bring, and where they stand in the pyramid."""
