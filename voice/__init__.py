"""The hall's voice: text in, sound out, on the machine itself and without any service in a network.

Screens announce calls with it and kiosks read their pages to people who cannot see them. It knows the wire and
nothing else of ours.
"""
