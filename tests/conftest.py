"""What holds for every test."""

from hypothesis import settings

# How long an example takes is the machine's matter; what is promised is never a time.
settings.register_profile("foyer", deadline=None)
settings.load_profile("foyer")
