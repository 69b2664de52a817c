"""Networks that others trained: their weights come from data/, the passes through them are NumPy."""
