"""Options beside each other: scenarios, variants, models, earlier results, and places."""
