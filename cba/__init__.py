"""cba: what prevention is worth, to whom, and how sure that is."""
