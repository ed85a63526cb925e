# One program a parser, made from the .c of its name. One line each, sorted. `make check` replays the seeds in
# tests/fuzz/seeds/NAME and mutations of them; `make fuzz` makes real fuzzers.

fuzz_tests =

# The main() of the replay is taken from a library, so only by programs that have none of their own.
check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c
check_PROGRAMS += $(fuzz_tests)
code_tests += $(fuzz_tests)

fuzz_sources = $(libtallypost_a_SOURCES) $(nodist_libtallypost_a_SOURCES)
fuzz: $(BUILT_SOURCES)
	@test -n '$(CLANG)' || { echo 'make fuzz needs clang' >&2; exit 1; }
	$(MKDIR_P) fuzzers
	for program in $(fuzz_tests); do \
	    $(CLANG) -std=c11 -O1 -g -pthread -fsanitize=fuzzer,address,undefined $(AM_CPPFLAGS) $(DEPS_CFLAGS) \
	        -o fuzzers/$${program##*/} $(srcdir)/$$program.c \
	        $(foreach file,$(fuzz_sources),$(firstword $(wildcard $(file)) $(srcdir)/$(file))) $(DEPS_LIBS) || exit 1; \
	done

.PHONY: fuzz
clean-local:
	rm -rf fuzzers
EXTRA_DIST += tests/fuzz/seeds
