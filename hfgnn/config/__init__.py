"""What may be set: one schema per class, and the check that refuses a wrong setting."""
