"""Uploaded pictures, drawn anew: nothing of the file that came in is kept but what one sees."""
