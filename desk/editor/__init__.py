"""The editor of templates: a page, and the JSON that its script asks for."""
