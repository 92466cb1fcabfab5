"""Graph learning for multimodal heart-failure prediction, with how much of each result is real."""

__version__ = "0.1.0"
