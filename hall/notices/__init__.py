"""What a hall tells people: an outbox of rows, written in the transaction that made them true, sent after it."""
