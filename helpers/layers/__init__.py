"""Fast layers in NumPy: forward and backward, float32, pictures as (m, H, W, C)."""
