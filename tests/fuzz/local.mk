# One program a parser, made from the .c of its name. One line each, sorted. `make check` replays the seeds in
# tests/fuzz/seeds/NAME and mutations of them; `make fuzz` makes real fuzzers.

fuzz_tests =
fuzz_tests += tests/fuzz/fuzz_answer
fuzz_tests += tests/fuzz/fuzz_csv
fuzz_tests += tests/fuzz/fuzz_event
fuzz_tests += tests/fuzz/fuzz_fit
fuzz_tests += tests/fuzz/fuzz_gpx
fuzz_tests += tests/fuzz/fuzz_gzip
fuzz_tests += tests/fuzz/fuzz_json
fuzz_tests += tests/fuzz/fuzz_number
fuzz_tests += tests/fuzz/fuzz_profile
fuzz_tests += tests/fuzz/fuzz_tcx
fuzz_tests += tests/fuzz/fuzz_text
fuzz_tests += tests/fuzz/fuzz_waivers
fuzz_tests += tests/fuzz/fuzz_xlsx
fuzz_tests += tests/fuzz/fuzz_zip

# The main() of the replay is taken from a library, so only by programs that have none of their own.
check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c
check_PROGRAMS += $(fuzz_tests)
code_tests += $(fuzz_tests)

fuzz_objects = $(libtallypost_a_SOURCES:%.c=fuzzers/%.o) $(nodist_libtallypost_a_SOURCES:%.c=fuzzers/%.o)
fuzz_compile = $(CLANG) -std=c11 -O1 -g -pthread $(DEFS) $(AM_CPPFLAGS) $(DEPS_CFLAGS)
fuzz: $(fuzz_tests:tests/fuzz/%=fuzzers/%)
fuzzers/%.o: %.c
	@test -n '$(CLANG)' || { echo 'make fuzz needs clang' >&2; exit 1; }
	$(AM_V_CC)$(MKDIR_P) $(@D) && $(fuzz_compile) -fsanitize=fuzzer-no-link,address,undefined -c -o $@ $<
fuzzers/libtallypost.a: $(fuzz_objects)
	$(AM_V_AR)rm -f $@ && $(AR) $(ARFLAGS) $@ $(fuzz_objects)
fuzzers/fuzz_%: fuzzers/tests/fuzz/fuzz_%.o fuzzers/libtallypost.a
	$(AM_V_CCLD)$(CLANG) -pthread -fsanitize=fuzzer,address,undefined -o $@ $< fuzzers/libtallypost.a $(DEPS_LIBS)

.PRECIOUS: fuzzers/%.o
.PHONY: fuzz
clean-local:
	rm -rf fuzzers
EXTRA_DIST += tests/fuzz/seeds tests/fuzz/fuzz_folder.h tests/fuzz/fuzz_table.h tests/fuzz/fuzz_track.h \
    tests/fuzz/make_fit_seeds.py tests/fuzz/make_xlsx_seeds.py tests/fuzz/make_zip_seeds.py
