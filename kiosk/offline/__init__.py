"""A kiosk that goes on while the hall cannot be reached (R-75).

It gives numbers of its own blocks by what it knew last, and writes each one down, on the disk for certain, before
anybody sees it. Time is the hall's last word and a clock that no one can set. When the hall is back everything is
told in order, as often as it takes, and kept there once.
"""
