"""What the gateway tells of itself to whoever runs it: a log, metrics and traces. None of it holds what was asked."""
