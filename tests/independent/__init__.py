"""A second, naive computation of every result, written from the method texts alone.

It shares no line, no data file and no library with the engine: plain loops, one booking per krone.
When the two disagree, at least one of them has misread the method.
"""
