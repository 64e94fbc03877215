"""How we know: sources, their vendors and what travels between them. Has never heard of GraphQL."""
