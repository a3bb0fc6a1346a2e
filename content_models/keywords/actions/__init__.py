"""What happens with followed words: a new release is looked through once."""
