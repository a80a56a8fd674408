"""The pages of experiments: plan one, see what it says, decide, and keep what it said."""
