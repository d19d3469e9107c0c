"""Live messages: HTTP changes, sockets tell. A client connects, watches rooms, and changes nothing.

One publisher per process reads the journal after the last fact it sent and emits. Reactions only wake it,
so a crash between commit and emit loses nothing: whoever reconnects takes a snapshot, and facts have numbers.
"""

from hall.web.live.handlers import create_socketio
from hall.web.live.publisher import Publisher, tell_waits

__all__ = ["Publisher", "create_socketio", "tell_waits"]
