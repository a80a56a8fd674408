"""Templates that mean harm: made from what an attacker would try, each under a name."""
