"""A demo person with a believable search, replayed day by day through the app's own operations."""
