"""What was read of vendors, kept: fresh, then stale while it is read again, in this process and for others."""
