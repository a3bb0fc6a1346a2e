"""A made-up city that runs the whole product: its departments' sites, its editors at work, its residents' phones."""
