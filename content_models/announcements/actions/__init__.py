"""From a publication to a campaign, its audience, its chunks and the record of what was handed over."""
