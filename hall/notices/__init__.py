"""What a hall tells people: an outbox of rows, written in the transaction that made them true, sent after it.

A row says what is told to whom, from when and until when it is worth telling. `telling.py` writes rows for the
facts of bookings and tickets, `sending.py` claims the due ones, sends them outside any transaction and writes
down what came of it. Nothing is sent twice: a row is claimed by a conditional update, whoever was slow finds
another epoch, and what may or may not have left is asked after, never repeated on a guess.
"""
