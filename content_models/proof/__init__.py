"""凭证: what shows that dates, texts and records stand as they were written. It reads every chain and trusts none."""
