"""Nothing: the page whose rerun is the floor of every other."""
