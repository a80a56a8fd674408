"""The one guard of what we call: which URLs and addresses, by which connection, for how long."""
