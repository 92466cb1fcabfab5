"""Nodes to edges, and edges to rewired edges."""
