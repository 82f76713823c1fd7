"""Benchmarks: ratios side by side in one run, since machines are noisy."""
