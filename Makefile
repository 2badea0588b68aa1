# Every target only calls bin/<target>, which works without make as well.

TARGETS = run dev test check demo bench superuser pins pictures

.PHONY: $(TARGETS)
$(TARGETS):
	@bin/$@
