"""What a report on heat maps shows beside the scores."""
