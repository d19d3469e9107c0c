"""What a kiosk and a screen share as programs on machines of their own: settings, token, line, report, browser.

A device is paired once, keeps its token in a file that only its owner reads, tells the hall every ten seconds how
it is, and serves the pages of its room to one browser on the same machine. It knows of hall only the wire.
"""
