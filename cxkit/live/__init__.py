"""A live room: its rules (`room`), where it is kept (`store`), and how phones and projector reach it (`app`)."""
