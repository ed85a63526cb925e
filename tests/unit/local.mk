# One program a module, made from the .c of its name. One line each, sorted.

unit_tests =
unit_tests += tests/unit/test_answer
unit_tests += tests/unit/test_arena
unit_tests += tests/unit/test_batch
unit_tests += tests/unit/test_bib_from
unit_tests += tests/unit/test_buffer
unit_tests += tests/unit/test_civil
unit_tests += tests/unit/test_convert
unit_tests += tests/unit/test_csv_cut
unit_tests += tests/unit/test_diagnostics
unit_tests += tests/unit/test_error
unit_tests += tests/unit/test_event
unit_tests += tests/unit/test_event_file
unit_tests += tests/unit/test_event_types
unit_tests += tests/unit/test_explanations
unit_tests += tests/unit/test_fileio
unit_tests += tests/unit/test_findings
unit_tests += tests/unit/test_fit_decode
unit_tests += tests/unit/test_fit_message
unit_tests += tests/unit/test_fit_names
unit_tests += tests/unit/test_fixed_number
unit_tests += tests/unit/test_hash_index
unit_tests += tests/unit/test_html_axes
unit_tests += tests/unit/test_html_grid
unit_tests += tests/unit/test_html_text
unit_tests += tests/unit/test_ini
unit_tests += tests/unit/test_json_cut
unit_tests += tests/unit/test_json_scan
unit_tests += tests/unit/test_limits
unit_tests += tests/unit/test_logarithm
unit_tests += tests/unit/test_match_back
unit_tests += tests/unit/test_memory
unit_tests += tests/unit/test_number
unit_tests += tests/unit/test_origins
unit_tests += tests/unit/test_pace_text
unit_tests += tests/unit/test_pack
unit_tests += tests/unit/test_pack_folder
unit_tests += tests/unit/test_pack_spool
unit_tests += tests/unit/test_parse_date
unit_tests += tests/unit/test_parse_distance
unit_tests += tests/unit/test_parse_duration
unit_tests += tests/unit/test_parse_kind
unit_tests += tests/unit/test_participants
unit_tests += tests/unit/test_placeholder
unit_tests += tests/unit/test_reader_fit
unit_tests += tests/unit/test_reader_gpx
unit_tests += tests/unit/test_reader_json
unit_tests += tests/unit/test_reader_tcx
unit_tests += tests/unit/test_report_csv
unit_tests += tests/unit/test_report_html
unit_tests += tests/unit/test_report_json
unit_tests += tests/unit/test_report_text
unit_tests += tests/unit/test_roster
unit_tests += tests/unit/test_row_sorter
unit_tests += tests/unit/test_rule_counts
unit_tests += tests/unit/test_rule_days
unit_tests += tests/unit/test_rule_duplicates
unit_tests += tests/unit/test_rule_entries
unit_tests += tests/unit/test_rule_habits
unit_tests += tests/unit/test_rule_pace
unit_tests += tests/unit/test_rule_pairs
unit_tests += tests/unit/test_rule_roster
unit_tests += tests/unit/test_rule_size
unit_tests += tests/unit/test_rule_twins
unit_tests += tests/unit/test_rule_window
unit_tests += tests/unit/test_schema
unit_tests += tests/unit/test_seen_rows
unit_tests += tests/unit/test_source
unit_tests += tests/unit/test_spill_log
unit_tests += tests/unit/test_store
unit_tests += tests/unit/test_store_file
unit_tests += tests/unit/test_store_kill
unit_tests += tests/unit/test_track
unit_tests += tests/unit/test_units
unit_tests += tests/unit/test_utf8
unit_tests += tests/unit/test_view
unit_tests += tests/unit/test_waivers
unit_tests += tests/unit/test_xlsx_number
unit_tests += tests/unit/test_zone

EXTRA_DIST += tests/unit/fit_bytes.h tests/unit/rule_case.h tests/unit/store_case.h tests/unit/store_v1.h
EXTRA_DIST += tests/unit/track_case.h

LDADD = tests/fuzz/libreplay.a libtallypost.a $(CMOCKA_LIBS) $(DEPS_LIBS)
if HAVE_CMOCKA
check_PROGRAMS += $(unit_tests)
code_tests += $(unit_tests)
else
check-local:
	@echo 'cmocka is missing, the unit tests are left out. On Debian: apt-get install libcmocka-dev' >&2
endif
