"""收稿: what arrived, as it arrived. Raw intake is kept apart from owned content."""
