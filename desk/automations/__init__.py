"""Pages about rules: the list, the builder, the dry run, what each did."""
