"""From Locaboo's words to records. Pure: what it takes beside the row is passed in."""
