"""Following up: what was promised, what was achieved, and what that makes of the forecast."""
