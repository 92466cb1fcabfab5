"""Ensembles: clusters, trees and what is stacked on them; columns in, probabilities out."""
