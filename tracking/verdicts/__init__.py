"""People or machines: who opened a mail and followed its links. Pure rules, no tables."""
