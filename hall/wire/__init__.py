"""The contract with every client, Python or JavaScript: shapes of the API and of live messages.

Depends on pydantic and on nothing of ours, so that kiosks and screens can import it on machines of their own.
"""
