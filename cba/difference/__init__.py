"""What changed between two results, and how much of the change in net value each change carries."""
