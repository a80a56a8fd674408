"""Who owns what: agencies, people, stores, keys, and the fence between them."""
