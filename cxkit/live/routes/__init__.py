"""What the live room answers over HTTP, a module for each kind of asker."""
