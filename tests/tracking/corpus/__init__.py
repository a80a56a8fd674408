"""Mails as machines and people are known to treat them, made by chance from a seed."""
