"""Takes pictures of every page with the demo person's search (`bin/pictures`, docs/pictures/)."""
