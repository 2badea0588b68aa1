"""From a link, a page or a pasted text to the fields of a new application. Knows no people and writes no rows.

    fetch.py     the page behind a link, from public addresses only, within bounds of size and time
    read.py      a page, what a bookmarklet handed over, or a pasted text → what was found
    markup.py    one pass over HTML, however broken, that gathers what the readers below look at
    jsonld.py microdata.py opengraph.py titles.py    one reader for each place where a page may say something
    jobposting.py places.py salary.py                schema.org's JobPosting → fields
    links.py similar.py                              what is a link, and which applications may be the same

Pages are written by strangers and broken more often than not. Readers take what is sound and leave the rest empty;
they never guess, and never raise.
"""
