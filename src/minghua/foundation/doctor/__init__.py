"""The doctor: whether this installation is set up so that nothing gets lost and nobody gets in."""
