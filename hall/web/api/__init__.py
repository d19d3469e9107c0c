"""The JSON API, version 1: one module per context, one decorator that validates, serialises and documents."""

from flask import Blueprint

PREFIX = "/api/v1"


def blueprint() -> Blueprint:
    """All endpoints on one blueprint; importing the modules is what fills it."""
    from hall.web.api import (  # noqa: F401
        arrivals,
        bookings,
        calls,
        counters,
        device_self,
        devices,
        floor,
        halls,
        notices,
        outage,
        reviews,
        running,
        sessions,
        staff,
        ticket_texts,
        tickets,
        waitlist,
    )
    from hall.web.api.endpoint import api

    return api
