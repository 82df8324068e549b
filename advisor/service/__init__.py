"""What runs around the page: limits, counts, the log, and the ways in for other programs."""
