"""A live room: its rules (`room`), where it is kept (`storage`), and how phones and projector reach it (`routes`)."""
