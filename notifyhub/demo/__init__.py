"""An invented agency and its five shops: what `seed_demo` fills and `simulate` plays."""
