"""What reports show of heart sounds."""
