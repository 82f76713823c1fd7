"""What is not known: knowledge gaps (videnshuller) of a scenario, or of the whole register."""
