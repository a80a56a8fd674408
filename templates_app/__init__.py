"""The words: Liquid templates, brands, revisions."""
