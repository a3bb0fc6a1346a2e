"""What every feature stands on and that knows no feature: ids, clock, errors, store, commands, outbox."""
