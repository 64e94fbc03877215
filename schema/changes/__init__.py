"""What clients send to have something changed, read into `loaders.writes`."""
