# What the program itself tells is kept as text: a test compares. `make docs` writes it again.

dist_man_MANS = docs/tallypost.1

docs: tallypost$(EXEEXT)
	TALLYPOST=./tallypost $(SHELL) $(srcdir)/docs/make-findings.sh >$(srcdir)/docs/findings.md
	TALLYPOST=./tallypost $(SHELL) $(srcdir)/docs/make-manual.sh >$(srcdir)/docs/tallypost.1

.PHONY: docs
