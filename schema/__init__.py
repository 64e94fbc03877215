"""What we promise: the only room that speaks GraphQL types."""
