"""Disclosure control: who may see what. The only maker of a Report."""
