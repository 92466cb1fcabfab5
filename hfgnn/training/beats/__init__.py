"""Models of heartbeats: beats with their columns in, probabilities of the classes out."""
