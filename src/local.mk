# Everything but main.c is one library that the program, the tests and the fuzzers link.
# One file a line, sorted. Headers need no line.

bin_PROGRAMS += tallypost
tallypost_SOURCES = src/main.c
tallypost_LDADD = libtallypost.a $(DEPS_LIBS)

noinst_LIBRARIES += libtallypost.a
libtallypost_a_SOURCES =
libtallypost_a_SOURCES += src/base/arena.c
libtallypost_a_SOURCES += src/base/buffer.c
libtallypost_a_SOURCES += src/base/civil.c
libtallypost_a_SOURCES += src/base/error.c
libtallypost_a_SOURCES += src/base/fileio.c
libtallypost_a_SOURCES += src/base/hash.c
libtallypost_a_SOURCES += src/base/hash_index.c
libtallypost_a_SOURCES += src/base/ini.c
libtallypost_a_SOURCES += src/base/logarithm.c
libtallypost_a_SOURCES += src/base/memory.c
libtallypost_a_SOURCES += src/base/number.c
libtallypost_a_SOURCES += src/base/spill_log.c
libtallypost_a_SOURCES += src/base/utf8.c
libtallypost_a_SOURCES += src/base/view.c
libtallypost_a_SOURCES += src/base/zone.c
libtallypost_a_SOURCES += src/cli/command.c
libtallypost_a_SOURCES += src/cli/command_check.c
libtallypost_a_SOURCES += src/cli/command_convert.c
libtallypost_a_SOURCES += src/cli/command_explain.c
libtallypost_a_SOURCES += src/cli/command_formats.c
libtallypost_a_SOURCES += src/cli/command_import.c
libtallypost_a_SOURCES += src/cli/command_payload.c
libtallypost_a_SOURCES += src/cli/command_receipts.c
libtallypost_a_SOURCES += src/cli/command_report.c
libtallypost_a_SOURCES += src/cli/command_sniff.c
libtallypost_a_SOURCES += src/cli/command_undo.c
libtallypost_a_SOURCES += src/cli/diag.c
libtallypost_a_SOURCES += src/cli/options.c
libtallypost_a_SOURCES += src/cli/progress.c
libtallypost_a_SOURCES += src/cli/session.c
libtallypost_a_SOURCES += src/event/event_file.c
libtallypost_a_SOURCES += src/event/event_types.c
libtallypost_a_SOURCES += src/event/roster.c
libtallypost_a_SOURCES += src/event/setting.c
libtallypost_a_SOURCES += src/event/type_list.c
libtallypost_a_SOURCES += src/event/waivers.c
libtallypost_a_SOURCES += src/event/word_table.c
libtallypost_a_SOURCES += src/input/archive.c
libtallypost_a_SOURCES += src/input/csv_cut.c
libtallypost_a_SOURCES += src/input/encoding.c
libtallypost_a_SOURCES += src/input/gzip.c
libtallypost_a_SOURCES += src/input/json_cut.c
libtallypost_a_SOURCES += src/input/json_parents.c
libtallypost_a_SOURCES += src/input/json_scan.c
libtallypost_a_SOURCES += src/input/magic.c
libtallypost_a_SOURCES += src/input/origins.c
libtallypost_a_SOURCES += src/input/source.c
libtallypost_a_SOURCES += src/input/walk.c
libtallypost_a_SOURCES += src/input/xml_root.c
libtallypost_a_SOURCES += src/input/zip_open.c
libtallypost_a_SOURCES += src/model/activity.c
libtallypost_a_SOURCES += src/model/batch.c
libtallypost_a_SOURCES += src/model/event.c
libtallypost_a_SOURCES += src/model/explanations.c
libtallypost_a_SOURCES += src/model/fields.c
libtallypost_a_SOURCES += src/model/findings.c
libtallypost_a_SOURCES += src/model/kind.c
libtallypost_a_SOURCES += src/model/pace_text.c
libtallypost_a_SOURCES += src/model/participants.c
libtallypost_a_SOURCES += src/model/row_key.c
libtallypost_a_SOURCES += src/model/units.c
libtallypost_a_SOURCES += src/model/waiver.c
libtallypost_a_SOURCES += src/normalize/alias.c
libtallypost_a_SOURCES += src/normalize/column_doubts.c
libtallypost_a_SOURCES += src/normalize/columns.c
libtallypost_a_SOURCES += src/normalize/date_parts.c
libtallypost_a_SOURCES += src/normalize/date_words.c
libtallypost_a_SOURCES += src/normalize/decision.c
libtallypost_a_SOURCES += src/normalize/duration_words.c
libtallypost_a_SOURCES += src/normalize/header_name.c
libtallypost_a_SOURCES += src/normalize/mapping.c
libtallypost_a_SOURCES += src/normalize/normalize.c
libtallypost_a_SOURCES += src/normalize/parse_date.c
libtallypost_a_SOURCES += src/normalize/parse_distance.c
libtallypost_a_SOURCES += src/normalize/parse_duration.c
libtallypost_a_SOURCES += src/normalize/parse_kind.c
libtallypost_a_SOURCES += src/normalize/placeholder.c
libtallypost_a_SOURCES += src/normalize/profile.c
libtallypost_a_SOURCES += src/normalize/profile_write.c
libtallypost_a_SOURCES += src/normalize/row_date.c
libtallypost_a_SOURCES += src/normalize/row_fix.c
libtallypost_a_SOURCES += src/normalize/row_rivals.c
libtallypost_a_SOURCES += src/normalize/row_text.c
libtallypost_a_SOURCES += src/normalize/row_times.c
libtallypost_a_SOURCES += src/normalize/survey.c
libtallypost_a_SOURCES += src/normalize/unused.c
libtallypost_a_SOURCES += src/outputs/convert_csv.c
libtallypost_a_SOURCES += src/outputs/convert_ndjson.c
libtallypost_a_SOURCES += src/outputs/convert_own.c
libtallypost_a_SOURCES += src/outputs/diagnostics.c
libtallypost_a_SOURCES += src/outputs/finding_json.c
libtallypost_a_SOURCES += src/outputs/html_causes.c
libtallypost_a_SOURCES += src/outputs/html_days.c
libtallypost_a_SOURCES += src/outputs/html_findings.c
libtallypost_a_SOURCES += src/outputs/html_grid.c
libtallypost_a_SOURCES += src/outputs/html_histogram.c
libtallypost_a_SOURCES += src/outputs/html_inputs.c
libtallypost_a_SOURCES += src/outputs/html_kinds.c
libtallypost_a_SOURCES += src/outputs/html_people.c
libtallypost_a_SOURCES += src/outputs/html_plot.c
libtallypost_a_SOURCES += src/outputs/html_scale.c
libtallypost_a_SOURCES += src/outputs/html_summary.c
libtallypost_a_SOURCES += src/outputs/html_text.c
libtallypost_a_SOURCES += src/outputs/html_units.c
libtallypost_a_SOURCES += src/outputs/json_member.c
libtallypost_a_SOURCES += src/outputs/next_step.c
libtallypost_a_SOURCES += src/outputs/output.c
libtallypost_a_SOURCES += src/outputs/output_store.c
libtallypost_a_SOURCES += src/outputs/pack.c
libtallypost_a_SOURCES += src/outputs/pack_checksum.c
libtallypost_a_SOURCES += src/outputs/pack_folder.c
libtallypost_a_SOURCES += src/outputs/pack_manifest.c
libtallypost_a_SOURCES += src/outputs/pack_people.c
libtallypost_a_SOURCES += src/outputs/pack_readme.c
libtallypost_a_SOURCES += src/outputs/pack_row.c
libtallypost_a_SOURCES += src/outputs/pack_spool.c
libtallypost_a_SOURCES += src/outputs/pack_totals.c
libtallypost_a_SOURCES += src/outputs/pack_writer.c
libtallypost_a_SOURCES += src/outputs/page.c
libtallypost_a_SOURCES += src/outputs/place.c
libtallypost_a_SOURCES += src/outputs/rejects.c
libtallypost_a_SOURCES += src/outputs/report_causes.c
libtallypost_a_SOURCES += src/outputs/report_csv.c
libtallypost_a_SOURCES += src/outputs/report_cures.c
libtallypost_a_SOURCES += src/outputs/report_html.c
libtallypost_a_SOURCES += src/outputs/report_inputs.c
libtallypost_a_SOURCES += src/outputs/report_json.c
libtallypost_a_SOURCES += src/outputs/report_spool.c
libtallypost_a_SOURCES += src/outputs/report_text.c
libtallypost_a_SOURCES += src/outputs/safe_cell.c
libtallypost_a_SOURCES += src/outputs/store_report_json.c
libtallypost_a_SOURCES += src/outputs/store_report_text.c
libtallypost_a_SOURCES += src/outputs/sums.c
libtallypost_a_SOURCES += src/outputs/tally_value.c
libtallypost_a_SOURCES += src/readers/answer.c
libtallypost_a_SOURCES += src/readers/csv_table.c
libtallypost_a_SOURCES += src/readers/fit_activity.c
libtallypost_a_SOURCES += src/readers/fit_crc.c
libtallypost_a_SOURCES += src/readers/fit_decode.c
libtallypost_a_SOURCES += src/readers/fit_file.c
libtallypost_a_SOURCES += src/readers/fit_message.c
libtallypost_a_SOURCES += src/readers/fit_names.c
libtallypost_a_SOURCES += src/readers/fixed_number.c
libtallypost_a_SOURCES += src/readers/iso_time.c
libtallypost_a_SOURCES += src/readers/json_census.c
libtallypost_a_SOURCES += src/readers/json_columns.c
libtallypost_a_SOURCES += src/readers/json_items.c
libtallypost_a_SOURCES += src/readers/json_names.c
libtallypost_a_SOURCES += src/readers/json_pool.c
libtallypost_a_SOURCES += src/readers/json_row.c
libtallypost_a_SOURCES += src/readers/manifest.c
libtallypost_a_SOURCES += src/readers/reader.c
libtallypost_a_SOURCES += src/readers/reader_csv.c
libtallypost_a_SOURCES += src/readers/reader_fit.c
libtallypost_a_SOURCES += src/readers/reader_gpx.c
libtallypost_a_SOURCES += src/readers/reader_json.c
libtallypost_a_SOURCES += src/readers/reader_tcx.c
libtallypost_a_SOURCES += src/readers/reader_xlsx.c
libtallypost_a_SOURCES += src/readers/text_encoding.c
libtallypost_a_SOURCES += src/readers/track.c
libtallypost_a_SOURCES += src/readers/track_clock.c
libtallypost_a_SOURCES += src/readers/track_rows.c
libtallypost_a_SOURCES += src/readers/track_xml.c
libtallypost_a_SOURCES += src/readers/xlsx_book.c
libtallypost_a_SOURCES += src/readers/xlsx_number.c
libtallypost_a_SOURCES += src/readers/xlsx_sheet.c
libtallypost_a_SOURCES += src/readers/xml_encoding.c
libtallypost_a_SOURCES += src/readers/xml_scan.c
libtallypost_a_SOURCES += src/rules/limits.c
libtallypost_a_SOURCES += src/rules/limits_file.c
libtallypost_a_SOURCES += src/rules/pace_slips.c
libtallypost_a_SOURCES += src/rules/roster_names.c
libtallypost_a_SOURCES += src/rules/rule.c
libtallypost_a_SOURCES += src/rules/rule_across.c
libtallypost_a_SOURCES += src/rules/rule_counts.c
libtallypost_a_SOURCES += src/rules/rule_days.c
libtallypost_a_SOURCES += src/rules/rule_duplicates.c
libtallypost_a_SOURCES += src/rules/rule_entries.c
libtallypost_a_SOURCES += src/rules/rule_habits.c
libtallypost_a_SOURCES += src/rules/rule_note.c
libtallypost_a_SOURCES += src/rules/rule_pace.c
libtallypost_a_SOURCES += src/rules/rule_pairs.c
libtallypost_a_SOURCES += src/rules/rule_roster.c
libtallypost_a_SOURCES += src/rules/rule_size.c
libtallypost_a_SOURCES += src/rules/rule_stored.c
libtallypost_a_SOURCES += src/rules/rule_twins.c
libtallypost_a_SOURCES += src/rules/rule_waived.c
libtallypost_a_SOURCES += src/rules/rule_window.c
libtallypost_a_SOURCES += src/rules/seen_rows.c
libtallypost_a_SOURCES += src/run/bib_from.c
libtallypost_a_SOURCES += src/run/inputs.c
libtallypost_a_SOURCES += src/run/match_back.c
libtallypost_a_SOURCES += src/run/pipeline.c
libtallypost_a_SOURCES += src/run/probe.c
libtallypost_a_SOURCES += src/run/read_ahead.c
libtallypost_a_SOURCES += src/run/reconcile.c
libtallypost_a_SOURCES += src/run/reconcile_answers.c
libtallypost_a_SOURCES += src/run/reconcile_back.c
libtallypost_a_SOURCES += src/run/repack.c
libtallypost_a_SOURCES += src/run/run.c
libtallypost_a_SOURCES += src/run/table_input.c
libtallypost_a_SOURCES += src/run/tally.c
libtallypost_a_SOURCES += src/run/track_join.c
libtallypost_a_SOURCES += src/run/unpack.c
libtallypost_a_SOURCES += src/run/waiver_uses.c
libtallypost_a_SOURCES += src/run/work.c
libtallypost_a_SOURCES += src/store/known_rows.c
libtallypost_a_SOURCES += src/store/old_lines.c
libtallypost_a_SOURCES += src/store/receipts.c
libtallypost_a_SOURCES += src/store/rejected_rows.c
libtallypost_a_SOURCES += src/store/requests.c
libtallypost_a_SOURCES += src/store/row_feed.c
libtallypost_a_SOURCES += src/store/row_image.c
libtallypost_a_SOURCES += src/store/row_sorter.c
libtallypost_a_SOURCES += src/store/schema.c
libtallypost_a_SOURCES += src/store/sql.c
libtallypost_a_SOURCES += src/store/standing.c
libtallypost_a_SOURCES += src/store/store.c
libtallypost_a_SOURCES += src/store/store_file.c
libtallypost_a_SOURCES += src/store/store_insert.c
libtallypost_a_SOURCES += src/store/undo.c
libtallypost_a_SOURCES += src/store/unposted.c

# Text files that become part of the program. A profile needs no line here: all of profiles/*.ini go in.

embed = LC_ALL=C $(SHELL) $(srcdir)/src/embed.sh
embed_to = > $@.tmp && mv $@.tmp $@

nodist_libtallypost_a_SOURCES += src/normalize/builtin_profiles.c
nodist_libtallypost_a_SOURCES += src/rules/builtin_limits.c
nodist_libtallypost_a_SOURCES += src/outputs/builtin_pack_post.c
nodist_libtallypost_a_SOURCES += src/outputs/builtin_report_css.c
nodist_libtallypost_a_SOURCES += src/outputs/builtin_report_js.c
BUILT_SOURCES += $(nodist_libtallypost_a_SOURCES)

profiles = $(sort $(wildcard $(srcdir)/src/normalize/profiles/*.ini))
src/normalize/builtin_profiles.c: $(srcdir)/src/embed.sh $(profiles) $(wildcard $(srcdir)/src/normalize/profiles)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(embed) profiles $(profiles) $(embed_to)

src/rules/builtin_limits.c: $(srcdir)/src/embed.sh $(srcdir)/src/rules/limits.ini
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(embed) text builtin_limits_ini $(srcdir)/src/rules/limits.ini $(embed_to)

src/outputs/builtin_pack_post.c: $(srcdir)/src/embed.sh $(srcdir)/src/outputs/pack_post.sh
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(embed) text builtin_pack_post_sh $(srcdir)/src/outputs/pack_post.sh $(embed_to)

src/outputs/builtin_report_css.c: $(srcdir)/src/embed.sh $(srcdir)/src/outputs/report.css
	$(AM_V_GEN)$(MKDIR_P) $(@D) && { $(embed) text builtin_report_css $(srcdir)/src/outputs/report.css && \
	    $(embed) hash builtin_report_css_hash $(srcdir)/src/outputs/report.css; } $(embed_to)

src/outputs/builtin_report_js.c: $(srcdir)/src/embed.sh $(srcdir)/src/outputs/report.js
	$(AM_V_GEN)$(MKDIR_P) $(@D) && { $(embed) text builtin_report_js $(srcdir)/src/outputs/report.js && \
	    $(embed) hash builtin_report_js_hash $(srcdir)/src/outputs/report.js; } $(embed_to)

CLEANFILES += $(BUILT_SOURCES)
EXTRA_DIST += src/embed.sh $(patsubst $(srcdir)/%,%,$(wildcard $(addprefix $(srcdir)/src/, */*.h */*.def */*.ini */*.sh */*.css */*.js */*/*.ini)))
