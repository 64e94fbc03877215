"""What outlives an operation: kept answers, spent calls, keys of changes, and word of what changed."""
