"""Where staff work: the pages that look into all rooms at once."""
