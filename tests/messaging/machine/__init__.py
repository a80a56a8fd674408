"""The rules of the state machine over messages, by who acts."""
