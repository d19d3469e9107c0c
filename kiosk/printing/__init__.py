"""Paper: what a ticket looks like, which printer it comes out of, and what becomes of it when that printer fails.

A ticket is drawn as a picture, so that Chinese, English and its code are right on every printer that prints dots.
Paper comes last: the number is kept before, and a printer that is out of paper, open, unplugged, hanging or slow
costs a visitor a look at the screen and never the number.
"""
