"""Signals as pictures: scalograms and recurrence pictures, without anything that is learned."""
