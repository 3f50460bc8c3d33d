"""Exports: the one gate through which lists of people leave the house (trust decision 9, T15)."""
