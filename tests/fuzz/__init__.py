"""Schemathesis against the whole API, as two keys of one agency beside another agency's rows."""
