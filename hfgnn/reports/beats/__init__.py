"""Tables, figures and the page of a run that tells heartbeats apart."""
