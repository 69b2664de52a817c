"""What runs inside the box, beside student code: nothing here knows a reference, a score or another submission."""
