"""Pages about what is published: the list of templates, pushes, roll-outs, history."""
