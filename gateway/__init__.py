"""The door: turns HTTP into one execution and back."""
