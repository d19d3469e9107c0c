"""Who: members, what they may do in which hall, and how they sign in.

Passwords are Argon2 hashes; a token is told once and kept as a hash; too many wrong attempts wait.
"""
