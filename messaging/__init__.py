"""What we say, to whom, once: plan, render, send."""
