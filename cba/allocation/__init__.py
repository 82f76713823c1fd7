"""What to buy first: the budget and the rules that a plan must keep."""
