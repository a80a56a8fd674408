"""What is wrong with a mail before it is sent: rules over a draft, without rows or network."""
