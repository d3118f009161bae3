"""The design that this one replaces, acted again in small, so that both are measured by one meter on one machine.

One message and one function call for each book, one S3 object for each book, a status file, and a poll every sixty
seconds that lists the objects, counts them, and starts the aggregation when all are there. It is written for this
comparison and is kinder than the original in what does not make the design: messages are sent in tens, one source is
asked once a book, and a book whose source fails has an object too, so the run ends.
"""
