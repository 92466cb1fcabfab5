"""Checks of the network that looks at heat maps."""
