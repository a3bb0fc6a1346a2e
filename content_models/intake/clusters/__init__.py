"""同源分组 as stored: groups, what editors keep apart, and what they are asked."""
