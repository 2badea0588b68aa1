"""The fault drill: a whole Rebound on this machine, nudges due, and one thing after another that goes wrong.

    make drill                       all of it, on PostgreSQL with Redis and on the embedded default
    bin/drill --only kill-worker     one fault; --short: what CI runs; --patient: waits out every lease and pause

Everything it starts is its own and on loopback: a PostgreSQL and a Redis in a temporary folder, a mail server that
writes down what it is given, and the processes of Rebound. It ends only what it started, by pid.

`servers` PostgreSQL and Redis · `inbox` the mail server · `stage`, `embedded` our processes · `people` who is due ·
`minds` who says no meanwhile · `versions` Rebound as it was · `ledger` the rows, looked at from outside · `faults` what
goes wrong · `run` one fault from start to end · `verdict` what became of it.
"""
