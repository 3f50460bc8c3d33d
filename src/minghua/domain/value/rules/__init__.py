"""Rules of value: contribution (R11), curves and shares (R11.2–R11.6), layers (R13.2); pure."""
