"""Claims on a vendor's daily limit, and tickets kept for sending again."""
