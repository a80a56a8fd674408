"""Whose parcel a number is: carriers, the shapes of their numbers, and where to follow them."""
