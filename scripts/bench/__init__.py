"""Measures the performance budgets: each as a ratio to plain httpx, both sides taking turns in one run."""
