"""Tables with a line per patient or visit: files in, numbers, categories and an outcome out."""
