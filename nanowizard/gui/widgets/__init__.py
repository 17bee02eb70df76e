"""Presentation building blocks: they show what they are given and report what the person did, nothing else.

Every text is passed in already translated and can be set again when the language changes. The few words a widget
says by itself are re-read on QEvent.LanguageChange (`Retranslated`). Texts are always plain text. Widgets that get
denser in a low window have `set_compact(bool)`; `PageBody` calls it for all its descendants.

controls      TextLabel(text="", role=Role.BODY, tone=Tone.TEXT, *, strong=False, wrap=False): set_text, set_tone
              ElidedLabel(text, role, tone, *, strong): one line, "…" and a tool tip when too narrow
              Button(text="", icon="", kind=Kind.PLAIN|PRIMARY|LINK|QUIET|DANGER):
              set_kind, kind(), set_icon, setText; clicked()
              CheckBox(text), IconLabel(icon, size=20, tone=Tone.TEXT2), Bar(height=8): set_fraction(float|None)
              SectionHeading(text): add_right(widget), set_text
tag           Tag(TagSpec | None): set_spec      TagSpec(text, tone=Tone.NEUTRAL, icon="")
state_glyph   State.WAITING HERE RUNNING DONE FAILED ATTENTION SKIPPED UNKNOWN; state_words(state)
              StateGlyph(state=State.WAITING, size=18): set_state
page_header   PageHeader(caption="", title="", purpose=""): set_texts(caption, title, purpose), set_purpose,
              set_live(text, "" removes the tag), title(), purpose()
page_body     PageBody(): add(widget, stretch=0), add_layout, add_gap(px), add_stretch,
              add_section(text) -> SectionHeading
side_list     SideItem(id, label, state=State.WAITING, visited=False, indent=False)
              SideGroup(caption, items, rule=False)
              SideList(app_name): set_groups, set_state(id, State), set_visited(id, bool), set_current(id), state(id),
              set_practice(headline, text), set_help(text), set_narrow(bool), current(), view(),
              accessible_text(id); step_activated(str), help_activated()
choice_list   Choice(key, title, reason="", icon="", tags=(), choosable=True, button="", button_icon="", value="",
              meter=None, large=False, blocked_icon="lock")
              ChoiceList(name=""): set_choices(Sequence[Choice]) (in place, by key), select(key | None),
              selected_key() -> str | None; selection_changed(str: "" = none), button_clicked(str), row(key)
step_row      StepRow(name): set_name, set_state(State), set_fact(text), set_caption(text), set_fraction(float | None)
              StepList(): set_steps([(key, name)]), row(key) -> StepRow, keys()
progress_block ProgressBlock(): set_fraction(float | None), set_words(text), set_facts(text), set_side_widget(widget)
card_map      CellState.TODO UNUSED WRITTEN CHECKED FAULTY
              CardMap(rows=9): set_extent(total_bytes), mark(CellState, start, end), set_here(offset | None), clear()
              faulty_ranges() -> [(start, end)]; CardMapLegend(); CardMapSection(heading): .map with heading and legend
speed_graph   SpeedGraph(heading): set_heading, set_caption(text), add(fraction, value), set_average(value, text), clear
hold_button   HoldButton(text, icon="flash", hold_ms=2000): set_consequence(text) (accessible name and dialog headline);
              confirmed(), released_early(), hold_started()
erase_panel   ErasePanel(): set_headline, set_losses([(name, facts...)]), set_warning, .hold (HoldButton), set_hint,
              set_hold_text; confirmed(), released_early()
error_panel   ErrorPanel(): set_error(headline, text, *, remedy="", remedy_icon="", duration="", if_again="",
              details=""), set_embedded(widget | None); remedy_clicked(), copied()
details       DetailsFold(text=""): folded "Technical details" with Copy: set_details(text), set_label; copied()
fold_link     FoldLink(text): set_target(widget), set_open(bool), is_open(); toggled(bool)
              (details also has CopyButton: set_copy_text(text); copied(), and MonoText)
panels        Panel(tone=Tone.SURFACE, *, padding=(16, 14), spacing=8): .body (a vertical layout), set_tone
              MessagePanel(tone=Tone.INFO, headline="", text="", *, icon="", mark=None): set_message, set_tone,
              set_action(text, icon="", *, primary=False), action(), add_widget(widget), set_icon; action_clicked()
              (mark=State.DONE: a large glyph, for the one result a page is about)
              FactsPanel(): set_facts([(label, value)])
icon_fact     FromToPanel(): set_captions(from_, to), set_from(icon, title, text), set_to(icon, title, text)
              IconFact(icon, title, text): set_fact; NeedsPanel(): set_items([(icon, title, text)])
numbered_list NumberedList(): set_steps([(title, text)]), set_current(index)
repair_tile   RepairTile(icon, title): set_tag(TagSpec), set_sentence, set_action(text, wrong=False); action_clicked()
              TileGrid(): add(tile)  three columns, two when narrow or the text is large
empty_state   EmptyState(icon): set_texts(headline, text, button=""), set_button_icon; button_clicked()
log_pane      LogPane(heading): append(text), set_heading, text(), clear(), set_has_file(bool), find_bar; copied(),
              folder_wanted(). A line that ends in a carriage return is replaced by the next one
find_bar      FindBar(text): open_bar(), close_bar(), search(backwards=False) -> bool; closed()
phase_line    PhaseLine(): set_phases([label]), set_states([State])
memory_bars   Segment(label, value, amount, tone), BarRow(label, segments, total); MemoryBars(): set_rows([BarRow])
fingerprint   Fingerprint(): set_fingerprint("SHA256:…"), fingerprint()
option_box    OptionBox(): .box (a check box), set_words(label, reason), is_on()
command_line  CommandLine(command): set_command; copied()

Tones, roles and spacing are in nanowizard.gui.theme; palette and style sheet in nanowizard.gui.style (`apply_theme`).
"""
