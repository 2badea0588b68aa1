"""The living page of the design system, `/styleguide/`, for those who work on it.

Tokens, component sheets, includes, icons and drawings are read from the files that pages are made of: nothing is shown
that is not there, and what is there and not shown fails a test (tests/config/test_styleguide.py).
"""
