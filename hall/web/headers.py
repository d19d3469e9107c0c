"""Which answers may be kept."""

from flask import Response, g, request


def not_kept(response: Response) -> Response:
    """No answer stays in a cache unless it says so itself."""
    if "Cache-Control" not in response.headers and not request.path.startswith("/static"):
        response.headers["Cache-Control"] = "no-store" if g.get("caller") else "no-cache"
    return response
