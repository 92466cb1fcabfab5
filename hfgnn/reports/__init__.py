"""Results to tables, figures and report.html."""
