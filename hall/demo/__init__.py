"""The demo: a hall with a clock of its own, alive at once, in which some counters are left for you."""
