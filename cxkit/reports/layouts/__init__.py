"""Layouts: where everything stands in the picture of an activity, for the space that a screen, a phone or paper has."""
