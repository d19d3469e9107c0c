"""The screens of a hall: calls, counters and queues as everybody in it sees them."""
