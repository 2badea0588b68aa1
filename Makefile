# Every target only calls bin/<target>, which works without make as well.

TARGETS = run dev test check demo bench bench-nudges drill superuser pins pictures mails messages lighthouse

.PHONY: $(TARGETS)
$(TARGETS):
	@bin/$@
