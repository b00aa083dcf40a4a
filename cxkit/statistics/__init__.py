"""Numbers from answers. Nothing is hidden here, so nothing of it is shown."""
