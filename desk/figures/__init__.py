"""Statistics: what the messages did and what was sold, for a store or for all of an agency."""
