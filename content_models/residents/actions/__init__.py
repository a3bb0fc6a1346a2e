"""What residents do: register a device, follow, read the inbox."""
