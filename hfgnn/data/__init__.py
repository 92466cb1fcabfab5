"""Files to records with a patient id, and a list of what was refused and why."""
