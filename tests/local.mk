# `make check` runs everything here; each test speaks TAP, so that every case counts.

TEST_EXTENSIONS = .sh .bats
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
limited = $(if $(TIMEOUT),$(TIMEOUT) 300)
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(limited)
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = $(limited) $(SHELL)
BATS_LOG_DRIVER = $(tap_driver)
BATS_LOG_COMPILER = $(limited) $(BATS) --tap

AM_TESTS_ENVIRONMENT = \
    CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
    TALLYPOST='$(abs_top_builddir)/tallypost'; export TALLYPOST; \
    TALLYPOST_SOURCE='$(abs_top_srcdir)'; export TALLYPOST_SOURCE; \
    ASAN_OPTIONS=allocator_may_return_null=1; export ASAN_OPTIONS; \
    TSAN_OPTIONS=allocator_may_return_null=1; export TSAN_OPTIONS; \
    UBSAN_OPTIONS=print_stacktrace=1; export UBSAN_OPTIONS; \
    CC='$(CC)'; export CC; \
    DEPS_CFLAGS='$(DEPS_CFLAGS) $(CMOCKA_CFLAGS)'; export DEPS_CFLAGS; \
    WARNING_FLAGS='$(WARNING_FLAGS)'; export WARNING_FLAGS;

# One file a line, sorted.
script_tests =
script_tests += tests/compile.sh
script_tests += tests/embed.sh
script_tests += tests/format.sh
script_tests += tests/ranks.sh
bats_tests =
bats_tests += tests/cli/archives.bats
bats_tests += tests/cli/causes.bats
bats_tests += tests/cli/check.bats
bats_tests += tests/cli/convert.bats
bats_tests += tests/cli/explain.bats
bats_tests += tests/cli/fault.bats
bats_tests += tests/cli/fix.bats
bats_tests += tests/cli/fit.bats
bats_tests += tests/cli/folder.bats
bats_tests += tests/cli/gpx.bats
bats_tests += tests/cli/import.bats
bats_tests += tests/cli/json.bats
bats_tests += tests/cli/loop.bats
bats_tests += tests/cli/readme.bats
bats_tests += tests/cli/rejects.bats
bats_tests += tests/cli/report_csv.bats
bats_tests += tests/cli/report_html.bats
bats_tests += tests/cli/sniff.bats
bats_tests += tests/cli/store.bats
bats_tests += tests/cli/waivers.bats
bats_tests += tests/cli/xlsx.bats
bats_tests += tests/cli/post_sh.bats
code_tests =
code_tests += tests/findings.sh
code_tests += tests/formats.sh
TESTS = $(script_tests) $(code_tests)
# What a browser makes of a page does not depend on how the program was built.
page_tests = tests/cli/report_page.bats
if HAVE_BATS
code_tests += $(bats_tests)
TESTS += $(page_tests)
endif

# The tests that are worth running again in a build with sanitizers.
check-code:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(code_tests)'

.PHONY: check-code
EXTRA_DIST += $(script_tests) tests/cli tests/cases.sh tests/findings.sh tests/formats.sh tests/findings tests/formats
EXTRA_DIST += tests/fault/walk.py tests/fault/store_walk.py tests/fault/loop.py tests/fault/shim.c

# Benches are run by hand: tests/bench/run.sh, tests/bench/tracks.sh
EXTRA_DIST += tests/bench/event.ini tests/bench/make_rows.py tests/bench/make_tracks.py tests/bench/measure.sh tests/bench/ratios.awk tests/bench/run.sh
EXTRA_DIST += tests/bench/tracks.sh
EXTRA_DIST += tests/bench/expat_only.c
EXTRA_DIST += tests/bench/libcsv_only.c
