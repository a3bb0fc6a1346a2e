"""写稿: what is typed and not yet saved, who else is at the text, what colleagues note on it, and going back."""
