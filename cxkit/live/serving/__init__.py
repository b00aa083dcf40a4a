"""How the live room is reached: addresses, limits, headers, ticks. Nothing here knows what a room is."""
