"""Keeping figures current: exports and price lists become an overlay of the registers, with what it moves."""
