"""What may be wrong: copies, shortcuts, leaking columns, splits that share patients."""
