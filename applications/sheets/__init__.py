"""Spreadsheets: read into rows of text, understood as applications, and written.

Each module knows one step: `tables` (what a spreadsheet is), `delimited` and `xlsx` (files), `fields`, `headings` and
`meanings` (what columns and words stand for), `days` and `cells` (one value), `plans` (what a person decided), `rows`
(one application), `doubles` (what is there already), `looking` (all of that before anything is stored), `writing`.
"""
