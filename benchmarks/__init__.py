"""Measurements beside this machine's own limits, taken in the same run: quote the ratios, not the figures."""
