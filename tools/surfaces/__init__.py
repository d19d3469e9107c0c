"""Every surface and state of hall's pages, in one catalogue: what is proved of each and drawn of each starts here.

`catalogue.py` lists them, one line each. `house.py` is the served house they stand in: several halls at one frozen
moment, one for each situation that concerns a whole hall (`halls.py`), with days that have begun (`scenes.py`).
`visit.py` brings a browser into a state. Nothing is changed between two visits, so they come in any order.
"""
