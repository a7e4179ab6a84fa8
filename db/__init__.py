"""Where records are kept, and counted."""
