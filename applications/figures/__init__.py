"""A person's search in figures: how far applications got, how long answers took, where talks came from, week by week.

What stands in the history and in outcomes is counted, and nothing else: no figure is guessed, set against those of
other people, or called good. Archived applications count, those in the trash do not.
"""
