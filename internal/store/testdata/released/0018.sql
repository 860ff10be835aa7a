-- What a program of schema 18 may have left, for the upgrade test. Every later schema must bring it along.
INSERT INTO sources (id, host, name, home, country, language, section, weight, licence, icon, keep)
  VALUES (1, 'a.example', 'The A News', 'http://a.example/', 'VM', 'en', 'world', 1, 'excerpt', '', 7776000);
INSERT INTO feeds (id, source_id, url, title, section, next_poll_at, lease_until, kind, health)
  VALUES (1, 1, 'http://a.example/feed.xml', 'A', 'world', 1773489600000000, 0, 'page', '{"polls":3}');
INSERT INTO entries (id, source_id, feed_id, guid_key, content_key, guid, url, title, published_at, updated_at, seen_at, state, due_at, version, captured, reason, link_key, title_key)
  VALUES (1, 1, 1, 11, 12, 'g1', 'http://a.example/1', 'Dam talks', 1773486000000000, 0, 1773489600000000, 3, 0, 1, 0, '', NULL, NULL),
         (2, 1, 1, 21, 22, 'g2', 'http://a.example/2', 'Strike', 1773486000000000, 0, 1773489600000000, 0, 1773489600000000, 0, 0, '', NULL, NULL);
INSERT INTO entry_details (entry_id, detail)
  VALUES (1, CAST('{"summary":"S"}' AS /*bytes*/)), (2, CAST('{}' AS /*bytes*/));
INSERT INTO entry_aliases (alias_key, entry_id) VALUES (41, 1);
INSERT INTO entry_versions (entry_id, seq, seen_at, seen_until, detail)
  VALUES (2, 1, 1773489600000000, 1773489700000000, CAST('{"title":"Strike?","summary":"S"}' AS /*bytes*/));
INSERT INTO articles (id, entry_id, part, source_id, story_id, family_id, group_version, pos, address_key, text_key, url, canonical_url,
    headline, authors, published_at, date_only, updated_at, fetched_at, seen_at, language, lang, kind, section, outlet, summary,
    dateline, truncated, image_url, image_caption, image_credit, tags)
  VALUES (1, 1, 0, 1, 1, 1, 1, 1904266092478464001, 31, 32, 'http://a.example/1', '', 'Dam talks', '["Ines Halloran"]',
    1773486000000000, 0, 0, 0, 1773489600000000, 'en', 'en', 'report', 'world', '', 'S', 'OSK', 0, '', '', '', '["dam"]');
INSERT INTO article_bodies (article_id, body)
  VALUES (1, CAST('{"blocks":[{"role":"paragraph","text":"The river rose."}]}' AS /*bytes*/));
INSERT INTO stories (id, headline, summary, language, section, lead, lead_source, image_url, image_caption, image_credit,
    articles, sources, independent, first_seen_at, updated_at, score)
  VALUES (1, 'Dam talks', 'S', 'en', 'world', 1, 1, '', '', '', 1, 1, 1, 1773489600000000, 1773489600000000, 12.5);
INSERT INTO redirects (from_id, into_id) VALUES (2, 1);
INSERT INTO settings (name, value) VALUES ('admin_password', 'hash');
INSERT INTO counters (name, shard, n) VALUES ('articles', 0, 1), ('entries', 0, 2), ('stories', 0, 1), ('language/en', 0, 1), ('source/1', 0, 1);
UPDATE sequences SET last = 2 WHERE name = 'story';
INSERT INTO hubs (feed_id, url, topic, token, secret, lease_end) VALUES (1, 'https://hub.example/', 'http://a.example/feed.xml', 't', 's', 1773489600000000);
INSERT INTO learned (source_id, rules, generation, drift, averages, pages)
  VALUES (1, '{"body":"div.story"}', 1, '', '{"seen":3,"of":{"length":[7.2,7.1,0.1]}}', CAST('' AS /*bytes*/));
INSERT INTO furniture (source_id, block_key, words, seen_at, last_at, allowed)
  VALUES (1, 51, 'Write to us at the quay.', 1773489600000000, 1773489600000000, 0), (1, 52, 'The tide table.', 1773489600000000, 1773489600000000, 1);
INSERT INTO edits (id, kind, article_id, other_id, until_at, made_by, made_at, note) VALUES (1, 'pin', 1, NULL, 0, 'desk', 1773489600000000, 'the talks');
UPDATE sequences SET last = 1 WHERE name = 'edit';
UPDATE stories SET pinned_until = 253402214400000000, image_of = 1, image_source = 1 WHERE id = 1;
INSERT INTO facts (article_id, version, pos, made, facts) VALUES (1, 2, 1904266092478464001, CAST('' AS /*bytes*/), CAST('' AS /*bytes*/));
INSERT INTO entities (id, kind, name, aliases, role, country, language, articles, sayings, first_seen_at, updated_at, rank, keys, memory)
  VALUES (1, 'person', 'Ines Halloran', '["Halloran"]', 'harbour master', 'VM', 'en', 1, 1, 1773486000000000, 1773486000000000, 1, CAST('' AS /*bytes*/), CAST('' AS /*bytes*/));
INSERT INTO entity_keys (key, rank, entity_id) VALUES (61, 1, 1);
INSERT INTO entity_words (word, rank, entity_id) VALUES ('halloran', 1, 1);
INSERT INTO entity_redirects (from_id, into_id) VALUES (2, 1);
INSERT INTO namings (entity_id, pos) VALUES (1, 1904266092478464001);
INSERT INTO sayings (id, place, direct, speaker, spoken_by, role, told, said_from, said_until, likely, articles, lang, text, wordings, keys, about)
  VALUES (1, 1904266092478464001, 1, 1, 'Ines Halloran', 'harbour master', '', 0, 0, 0.9, 1, 'en', 'The river will rise.', '', CAST('' AS /*bytes*/), CAST('' AS /*bytes*/));
INSERT INTO saying_keys (key, saying_id) VALUES (71, 1);
INSERT INTO carriers (saying_id, pos, quote, spans, text) VALUES (1, 1904266092478464001, 0, CAST('' AS /*bytes*/), '');
INSERT INTO agenda (day, pos, event, until, weight, lang) VALUES (20527, 1904266092478464001, 0, 20528, 0.5, 'en');
INSERT INTO entity_edits (id, kind, entity_id, other_id, article_id, made_by, made_at, note, kept) VALUES (2, 'hide', 1, 0, NULL, 'desk', 1773489600000000, '', CAST('{}' AS /*bytes*/));
UPDATE sequences SET last = 2 WHERE name = 'edit';
INSERT INTO saying_redirects (from_id, into_id) VALUES (2, 1);
INSERT INTO users (id, name, name_key, role, made_at, password, feed_key) VALUES (2, 'Ines', 'ines', 'reader', 1773489600000000, 'hash', 'k');
INSERT INTO follows (user_id, kind, ref, name, made_at) VALUES (2, 'section', 'world', 'World', 1773489600000000);
INSERT INTO mutes (id, user_id, rule, name, story_id, until_at, till_change, as_of, independent, made_at) VALUES (1, 2, '"dam talks"', '', 0, 0, 0, 0, 0, 1773489600000000);
INSERT INTO saved (user_id, kind, item_id, note, saved_at) VALUES (2, 'article', 1, 'for later', 1773489600000000);
INSERT INTO readings (user_id, kind, item_id, read_at, before_at) VALUES (2, 'story', 1, 1773489600000000, 0);
UPDATE sequences SET last = 2 WHERE name = 'user';
UPDATE sequences SET last = 1 WHERE name = 'mute';
INSERT INTO takedowns (id, kind, of_id, source_id, publisher, reason, made_by, made_at) VALUES (3, 'article', 9, 1, 'A', 'the publisher asked', 'desk', 1773489600000000);
INSERT INTO barred (key, takedown_id, article_id, story_id, entry_id) VALUES (81, 3, 9, 0, 1);
UPDATE sequences SET last = 3 WHERE name = 'edit';
INSERT INTO searches (id, user_id, name, query, made_at, seen_at, before_at) VALUES (1, 2, 'Dams', 'dam talks', 1773489600000000, 1773489600000000, 1773489600000000);
UPDATE sequences SET last = 1 WHERE name = 'search';
UPDATE indexing SET version = 1, from_id = 2;
