"""What `script/bench send` starts: the receiver, its bare client, our workers and the peers."""
