"""What a network that trains in batches is blamed for: logits and labels in, one number out."""
