"""Networks on heart sounds: spectrograms in, probabilities of the classes out."""
