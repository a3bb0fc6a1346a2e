"""审计: what people did in the console, chained; and one sealed root a day over everything that happened."""
