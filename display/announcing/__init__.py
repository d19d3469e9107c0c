"""The voice of a screen's zone: what is said, in which order, how long, and what is only shown (R-14 to R-18)."""
