"""偏好与同意 What residents decide about themselves."""
