"""Models without a network: arrays in, probabilities out."""
