"""Making changes at vendors: each at most once, its outcome kept under the client's key."""
