"""What trees, clusters and stacks are shown by: sections and figures of a report, and a table."""
