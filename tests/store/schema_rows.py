"""One row for every table, as each revision knew it: what must come through every later migration.

A new migration adds an entry with the rows of the tables that it made or changed.
"""

AT = "'2026-11-24 09:15:00'"
ROWS = {
    "2026_11_24_study_progress": (
        f"INSERT INTO study_events VALUES (1, 'r', 'csrf', 'done', {AT}, '2026-11-24', 10, NULL, 5, NULL, NULL)",
        f"INSERT INTO study_events VALUES (1, 'r', 'xss', 'done', {AT}, '2026-11-24', 10, 9, 6, {AT}, 7)",
        f"INSERT INTO topic_states VALUES (1, 'r', 'csrf', 'done', {AT}, 5)",
        f"INSERT INTO learner_totals VALUES (1, 'r', 10, 1, {AT})",
        f"""
        INSERT INTO members (guild_id, user_id, display_name, hidden, left_at, last_seen_at)
        VALUES (9, 1, 'Ada', true, NULL, {AT})
        """,
        f"INSERT INTO guilds VALUES (9, 'Europe/Berlin', 6, NULL, {AT})",
        f"INSERT INTO guilds (guild_id, created_at) VALUES (10, {AT})",
        f"INSERT INTO lookup_misses VALUES ('r', 'flask', 3, {AT}, {AT})",
        f"INSERT INTO command_registrations VALUES (1, 'digest', {AT})",
    ),
    "2026_11_24_scheduled_posts": (
        f"""
        INSERT INTO schedules (id, guild_id, channel_id, kind, at_minute, days, zone, late_minutes, silent, sections,
        topic_order, quiet_week, next_run_at, created_at)
        VALUES (1, 9, 8, 'prompt', 540, 127, 'Europe/Berlin', 360, false, '[]', 'roadmap', 'encourage', {AT}, {AT})
        """,
        f"""
        INSERT INTO occurrences (id, schedule_id, local_date, run_at, state)
        VALUES (1, 1, '2026-11-24', {AT}, 'sent')
        """,
        "INSERT INTO turns VALUES ('posts', 1795511700.5)",
    ),
    # An index alone: what the rows before it were written with is what it has to find.
    "2026_11_29_events_by_learner": (),
    "2026_11_30_users_and_numbers": (
        f"""
        INSERT INTO users (user_id, zone, roadmap_id, weekly_goal, created_at)
        VALUES (2, 'Asia/Tokyo', 'r', 4, {AT})
        """,
        "INSERT INTO roadmap_numbers VALUES (1, 'r')",
        f"""
        INSERT INTO schedules (id, guild_id, channel_id, kind, at_minute, days, zone, late_minutes, silent, sections,
        topic_order, quiet_week, next_run_at, created_at, number)
        VALUES (2, 11, 8, 'question', 540, 1, 'UTC', 360, false, '[]', 'roadmap', 'encourage', {AT}, {AT}, 1)
        """,
    ),
    "2026_11_30_answers": (
        f"INSERT INTO study_events VALUES (1, 'r', 'csrf', 'solid', {AT}, '2026-11-30', 10, NULL, 8, NULL, NULL)",
        f"INSERT INTO study_events VALUES (1, 'r', 'http', 'known', {AT}, '2026-11-30', 0, NULL, 9, NULL, NULL)",
        f"INSERT INTO topic_states VALUES (1, 'r', 'http', 'known', {AT}, 9)",
        f"""
        INSERT INTO answers VALUES
        (1, 11, 'r', 'csrf', 'q-1', 'abcdef01', 'recall', 'quiz', NULL, false, false, '2026-11-30', {AT}, NULL, 12)
        """,
        """
        INSERT INTO memories VALUES
        (1, 'r', 'csrf', 2.3, 5, '2026-11-30', '2026-12-02', 1, 0, 0, 0, NULL, NULL, 1, true)
        """,
        f"INSERT INTO placements VALUES (1, 'r', 13, {AT}, NULL)",
        f"INSERT INTO question_flags VALUES (1, 'r', 'q-1', 'csrf', 'Two are right', '2026-11-30', {AT})",
    ),
    "2026_11_30_deletions": (f"INSERT INTO deletions VALUES ('00ff', {AT})",),
    "2026_11_30_rule_news": (f"INSERT INTO rule_news VALUES (12, {AT})",),
    "2026_11_30_groups": (
        f"INSERT INTO races VALUES (1, 21, 9, 8, 'r', NULL, '00ff', {AT}, {AT}, NULL, false, NULL)",
        f"""
        INSERT INTO race_rounds VALUES
        (1, 1, 1, 'csrf', 'q-1', 'abcdef', {AT}, {AT}, NULL, NULL, 22, 0, NULL)
        """,
        f"INSERT INTO race_answers VALUES (1, 1, 2, true, 1, {AT}, 23)",
        f"""
        INSERT INTO posted_questions VALUES
        (1, 1, {AT}, 9, 8, NULL, 'r', 'csrf', '{{}}', {AT}, NULL, NULL, {AT})
        """,
        f"INSERT INTO deeds VALUES (1, 24, 'r', 'csrf', 'It works', '2026-11-30', {AT})",
    ),
    "2026_11_30_reminders": (
        f"""
        INSERT INTO schedules (id, guild_id, channel_id, kind, at_minute, days, zone, late_minutes, silent, sections,
        topic_order, quiet_week, next_run_at, created_at, user_id, once_on, topic_id)
        VALUES (77, 0, 5, 'reminder', 1080, 127, 'UTC', 180, false, '[]', 'roadmap', 'encourage', {AT}, {AT}, 1,
        '2026-12-01', 'csrf')
        """,
    ),
    "2026_11_30_library": (
        f"""
        INSERT INTO brought_roadmaps (roadmap_id, guild_id, title, version, changed_at)
        VALUES ('wood-9', 9, 'Wood', 2, {AT})
        """,
        f"INSERT INTO brought_versions VALUES ('wood-9', 1, '{{}}', 'Markdown', 3, {AT})",
        f"INSERT INTO brought_drafts VALUES (25, 9, 'wood-9', 1, 'README.md', '# Wood', '{{}}', '{{}}', {AT})",
    ),
    "2026_11_30_notes_and_roles": (
        f"INSERT INTO notes VALUES (1, 'r', 'csrf', 'The token is per session', {AT})",
        "INSERT INTO excluded_roles VALUES (9, 31)",
        f"INSERT INTO members VALUES (9, 2, 'Teacher', false, NULL, {AT}, true)",
    ),
    "2026_12_01_offered_roadmaps": (
        f"""
        INSERT INTO brought_roadmaps (roadmap_id, guild_id, title, version, changed_at, offered_at)
        VALUES ('stone-9', 9, 'Stone', 1, {AT}, {AT})
        """,
    ),
}
