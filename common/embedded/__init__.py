"""Postgres and Valkey as children of ours, from wheels or from the system: nothing to install."""
