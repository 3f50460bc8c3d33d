"""The member centre: what a shop's members see of themselves, on the telephone in their hand."""
