"""What the console's and the residents' pages share: rendering under a strict CSP, Chinese labels, error pages."""
