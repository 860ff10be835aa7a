-- The schema on postgres, dumped by the tests of internal/store: go test ./internal/store -run TestSchema -update

abouts.entity_id bigint NOT NULL
abouts.place bigint NOT NULL
abouts PRIMARY KEY (entity_id, place)
CREATE UNIQUE INDEX abouts_pkey ON abouts USING btree (entity_id, place)
agenda.day bigint NOT NULL
agenda.pos bigint NOT NULL
agenda.event bigint NOT NULL
agenda.until bigint NOT NULL
agenda.weight double precision NOT NULL
agenda.lang text NOT NULL
agenda PRIMARY KEY (day, pos, event)
CREATE UNIQUE INDEX agenda_pkey ON agenda USING btree (day, pos, event)
CREATE INDEX agenda_weight ON agenda USING btree (day, weight, pos, lang, event)
article_bodies.article_id bigint NOT NULL
article_bodies.body bytea NOT NULL
article_bodies.gone_at bigint NOT NULL DEFAULT 0
article_bodies FOREIGN KEY (article_id) REFERENCES articles(id) ON DELETE CASCADE
article_bodies PRIMARY KEY (article_id)
CREATE UNIQUE INDEX article_bodies_pkey ON article_bodies USING btree (article_id)
SEQUENCE article_ids
article_search.article_id bigint NOT NULL
article_search.pos bigint NOT NULL
article_search.terms tsvector NOT NULL
article_search FOREIGN KEY (article_id) REFERENCES articles(id) ON DELETE CASCADE
article_search PRIMARY KEY (article_id)
CREATE INDEX article_search_periods ON article_search USING gin (periods(pos), terms)
CREATE UNIQUE INDEX article_search_pkey ON article_search USING btree (article_id)
CREATE INDEX article_search_pos ON article_search USING btree (pos)
articles.id bigint NOT NULL
articles.entry_id bigint NOT NULL
articles.part bigint NOT NULL
articles.source_id bigint NOT NULL
articles.story_id bigint NOT NULL DEFAULT 0
articles.family_id bigint NOT NULL DEFAULT 0
articles.group_version bigint NOT NULL DEFAULT 0
articles.pos bigint NOT NULL
articles.address_key bigint
articles.text_key bigint NOT NULL
articles.url text NOT NULL
articles.canonical_url text NOT NULL
articles.headline text NOT NULL
articles.authors text NOT NULL
articles.published_at bigint NOT NULL
articles.date_only bigint NOT NULL
articles.updated_at bigint NOT NULL
articles.fetched_at bigint NOT NULL
articles.seen_at bigint NOT NULL
articles.language text NOT NULL
articles.lang text NOT NULL
articles.kind text NOT NULL
articles.section text NOT NULL
articles.outlet text NOT NULL
articles.summary text NOT NULL
articles.dateline text NOT NULL
articles.truncated bigint NOT NULL
articles.image_url text NOT NULL
articles.image_caption text NOT NULL
articles.image_credit text NOT NULL
articles.tags text NOT NULL
articles FOREIGN KEY (entry_id) REFERENCES entries(id)
articles FOREIGN KEY (source_id) REFERENCES sources(id)
articles PRIMARY KEY (id)
articles UNIQUE (address_key)
CREATE UNIQUE INDEX articles_address_key_key ON articles USING btree (address_key)
CREATE INDEX articles_copies ON articles USING btree (family_id) WHERE ((family_id <> id) AND (family_id <> 0))
CREATE UNIQUE INDEX articles_entry ON articles USING btree (entry_id, part)
CREATE INDEX articles_kind ON articles USING btree (kind, pos)
CREATE INDEX articles_lang ON articles USING btree (lang, pos)
CREATE INDEX articles_lang_kind ON articles USING btree (lang, kind, pos)
CREATE INDEX articles_lang_section ON articles USING btree (lang, section, pos)
CREATE UNIQUE INDEX articles_pkey ON articles USING btree (id)
CREATE INDEX articles_pos ON articles USING btree (pos)
CREATE INDEX articles_section ON articles USING btree (section, pos)
CREATE INDEX articles_source ON articles USING btree (source_id, pos)
CREATE INDEX articles_story ON articles USING btree (story_id, pos)
CREATE INDEX articles_waiting ON articles USING btree (group_version, id, seen_at)
barred.key bigint NOT NULL
barred.takedown_id bigint NOT NULL
barred.article_id bigint NOT NULL
barred.story_id bigint NOT NULL
barred.entry_id bigint NOT NULL
barred FOREIGN KEY (takedown_id) REFERENCES takedowns(id) ON DELETE CASCADE
barred PRIMARY KEY (key, takedown_id)
CREATE INDEX barred_article ON barred USING btree (article_id) WHERE (article_id > 0)
CREATE UNIQUE INDEX barred_pkey ON barred USING btree (key, takedown_id)
CREATE INDEX barred_story ON barred USING btree (story_id) WHERE (story_id > 0)
CREATE INDEX barred_takedown ON barred USING btree (takedown_id)
captures.entry_id bigint NOT NULL
captures.url text NOT NULL
captures.content_type text NOT NULL
captures.fetched_at bigint NOT NULL
captures.size bigint NOT NULL
captures.body bytea NOT NULL
captures FOREIGN KEY (entry_id) REFERENCES entries(id) ON DELETE CASCADE
captures PRIMARY KEY (entry_id)
CREATE UNIQUE INDEX captures_pkey ON captures USING btree (entry_id)
carriers.saying_id bigint NOT NULL
carriers.pos bigint NOT NULL
carriers.quote bigint NOT NULL
carriers.spans bytea NOT NULL
carriers.text text NOT NULL
carriers PRIMARY KEY (saying_id, pos, quote)
CREATE UNIQUE INDEX carriers_pkey ON carriers USING btree (saying_id, pos, quote)
counters.name text NOT NULL
counters.shard bigint NOT NULL
counters.n bigint NOT NULL
counters PRIMARY KEY (name, shard)
CREATE UNIQUE INDEX counters_pkey ON counters USING btree (name, shard)
edits.id bigint NOT NULL
edits.kind text NOT NULL
edits.article_id bigint NOT NULL
edits.other_id bigint
edits.until_at bigint NOT NULL
edits.made_by text NOT NULL
edits.made_at bigint NOT NULL
edits.note text NOT NULL
edits FOREIGN KEY (article_id) REFERENCES articles(id) ON DELETE CASCADE
edits FOREIGN KEY (other_id) REFERENCES articles(id) ON DELETE CASCADE
edits PRIMARY KEY (id)
CREATE INDEX edits_article ON edits USING btree (article_id)
CREATE INDEX edits_other ON edits USING btree (other_id)
CREATE UNIQUE INDEX edits_pkey ON edits USING btree (id)
entities.id bigint NOT NULL
entities.kind text NOT NULL
entities.name text NOT NULL
entities.aliases text NOT NULL
entities.role text NOT NULL
entities.country text NOT NULL
entities.language text NOT NULL
entities.articles bigint NOT NULL
entities.sayings bigint NOT NULL
entities.first_seen_at bigint NOT NULL
entities.updated_at bigint NOT NULL
entities.hidden bigint NOT NULL DEFAULT 0
entities.rank bigint NOT NULL
entities.keys bytea NOT NULL
entities.memory bytea NOT NULL
entities PRIMARY KEY (id)
CREATE INDEX entities_hidden ON entities USING btree (id) WHERE (hidden <> 0)
CREATE UNIQUE INDEX entities_pkey ON entities USING btree (id)
CREATE INDEX entities_updated ON entities USING btree (updated_at, id)
entity_edits.id bigint NOT NULL
entity_edits.kind text NOT NULL
entity_edits.entity_id bigint NOT NULL
entity_edits.other_id bigint NOT NULL
entity_edits.article_id bigint
entity_edits.made_by text NOT NULL
entity_edits.made_at bigint NOT NULL
entity_edits.note text NOT NULL
entity_edits.kept bytea NOT NULL
entity_edits FOREIGN KEY (article_id) REFERENCES articles(id) ON DELETE CASCADE
entity_edits PRIMARY KEY (id)
CREATE INDEX entity_edits_article ON entity_edits USING btree (article_id)
CREATE INDEX entity_edits_entity ON entity_edits USING btree (entity_id)
CREATE INDEX entity_edits_other ON entity_edits USING btree (other_id)
CREATE UNIQUE INDEX entity_edits_pkey ON entity_edits USING btree (id)
entity_keys.key bigint NOT NULL
entity_keys.rank bigint NOT NULL
entity_keys.entity_id bigint NOT NULL
entity_keys PRIMARY KEY (key, rank, entity_id)
CREATE UNIQUE INDEX entity_keys_pkey ON entity_keys USING btree (key, rank, entity_id)
entity_redirects.from_id bigint NOT NULL
entity_redirects.into_id bigint NOT NULL
entity_redirects PRIMARY KEY (from_id)
CREATE INDEX entity_redirects_into ON entity_redirects USING btree (into_id)
CREATE UNIQUE INDEX entity_redirects_pkey ON entity_redirects USING btree (from_id)
entity_words.word text NOT NULL
entity_words.rank bigint NOT NULL
entity_words.entity_id bigint NOT NULL
entity_words PRIMARY KEY (word, rank, entity_id)
CREATE UNIQUE INDEX entity_words_pkey ON entity_words USING btree (word, rank, entity_id)
entries.id bigint NOT NULL
entries.source_id bigint NOT NULL
entries.feed_id bigint NOT NULL DEFAULT 0
entries.guid_key bigint NOT NULL
entries.content_key bigint NOT NULL
entries.guid text NOT NULL
entries.url text NOT NULL
entries.title text NOT NULL
entries.published_at bigint NOT NULL
entries.updated_at bigint NOT NULL
entries.seen_at bigint NOT NULL
entries.state bigint NOT NULL DEFAULT 0
entries.due_at bigint NOT NULL
entries.version bigint NOT NULL DEFAULT 0
entries.attempts bigint NOT NULL DEFAULT 0
entries.lease_until bigint NOT NULL DEFAULT 0
entries.captured bigint NOT NULL DEFAULT 0
entries.stale bigint NOT NULL DEFAULT 0
entries.reason text NOT NULL DEFAULT ''::text
entries.problem text NOT NULL DEFAULT ''::text
entries.link_key bigint
entries.title_key bigint
entries FOREIGN KEY (source_id) REFERENCES sources(id)
entries PRIMARY KEY (id)
entries UNIQUE (guid_key)
CREATE UNIQUE INDEX entries_guid_key_key ON entries USING btree (guid_key)
CREATE INDEX entries_link ON entries USING btree (link_key) WHERE (link_key <> 0)
CREATE INDEX entries_outdated ON entries USING btree (version, id) WHERE ((state = 3) AND (captured = 1))
CREATE UNIQUE INDEX entries_pkey ON entries USING btree (id)
CREATE INDEX entries_queue ON entries USING btree (state, due_at, id) WHERE (state < 3)
CREATE INDEX entries_source ON entries USING btree (source_id)
CREATE INDEX entries_title ON entries USING btree (title_key) WHERE (title_key <> 0)
CREATE INDEX entries_unkeyed ON entries USING btree (id) WHERE (link_key IS NULL)
entry_aliases.alias_key bigint NOT NULL
entry_aliases.entry_id bigint NOT NULL
entry_aliases FOREIGN KEY (entry_id) REFERENCES entries(id) ON DELETE CASCADE
entry_aliases PRIMARY KEY (alias_key, entry_id)
CREATE INDEX entry_aliases_entry ON entry_aliases USING btree (entry_id)
CREATE UNIQUE INDEX entry_aliases_pkey ON entry_aliases USING btree (alias_key, entry_id)
entry_details.entry_id bigint NOT NULL
entry_details.detail bytea NOT NULL
entry_details FOREIGN KEY (entry_id) REFERENCES entries(id) ON DELETE CASCADE
entry_details PRIMARY KEY (entry_id)
CREATE UNIQUE INDEX entry_details_pkey ON entry_details USING btree (entry_id)
SEQUENCE entry_ids
entry_versions.entry_id bigint NOT NULL
entry_versions.seq bigint NOT NULL
entry_versions.seen_at bigint NOT NULL
entry_versions.seen_until bigint NOT NULL
entry_versions.detail bytea NOT NULL
entry_versions FOREIGN KEY (entry_id) REFERENCES entries(id) ON DELETE CASCADE
entry_versions PRIMARY KEY (entry_id, seq)
CREATE UNIQUE INDEX entry_versions_pkey ON entry_versions USING btree (entry_id, seq)
facts.article_id bigint NOT NULL
facts.version bigint NOT NULL DEFAULT '-1'::integer
facts.pos bigint NOT NULL
facts.made bytea NOT NULL DEFAULT '\x'::bytea
facts.facts bytea NOT NULL DEFAULT '\x'::bytea
facts FOREIGN KEY (article_id) REFERENCES articles(id) ON DELETE CASCADE
facts PRIMARY KEY (article_id)
CREATE UNIQUE INDEX facts_pkey ON facts USING btree (article_id)
CREATE INDEX facts_waiting ON facts USING btree (version, pos DESC) INCLUDE (article_id)
SEQUENCE feed_ids
feeds.id bigint NOT NULL
feeds.source_id bigint NOT NULL
feeds.url text NOT NULL
feeds.title text NOT NULL DEFAULT ''::text
feeds.section text NOT NULL DEFAULT ''::text
feeds.etag text NOT NULL DEFAULT ''::text
feeds.last_modified text NOT NULL DEFAULT ''::text
feeds.poll_interval bigint NOT NULL DEFAULT 0
feeds.next_poll_at bigint NOT NULL DEFAULT 0
feeds.polled_at bigint NOT NULL DEFAULT 0
feeds.succeeded_at bigint NOT NULL DEFAULT 0
feeds.failures bigint NOT NULL DEFAULT 0
feeds.reason text NOT NULL DEFAULT ''::text
feeds.problem text NOT NULL DEFAULT ''::text
feeds.stopped bigint NOT NULL DEFAULT 0
feeds.lease_until bigint NOT NULL DEFAULT 0
feeds.kind text NOT NULL DEFAULT ''::text
feeds.list_id bigint NOT NULL DEFAULT 0
feeds.wish text NOT NULL DEFAULT ''::text
feeds.health text NOT NULL DEFAULT ''::text
feeds.outline text NOT NULL DEFAULT ''::text
feeds FOREIGN KEY (source_id) REFERENCES sources(id)
feeds PRIMARY KEY (id)
feeds UNIQUE (url)
CREATE INDEX feeds_due ON feeds USING btree (next_poll_at, id) WHERE (stopped = 0)
CREATE INDEX feeds_list ON feeds USING btree (list_id) WHERE (list_id <> 0)
CREATE UNIQUE INDEX feeds_pkey ON feeds USING btree (id)
CREATE INDEX feeds_source ON feeds USING btree (source_id)
CREATE UNIQUE INDEX feeds_url_key ON feeds USING btree (url)
follows.user_id bigint NOT NULL
follows.kind text NOT NULL
follows.ref text NOT NULL
follows.name text NOT NULL
follows.made_at bigint NOT NULL
follows FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
follows PRIMARY KEY (user_id, kind, ref)
CREATE UNIQUE INDEX follows_pkey ON follows USING btree (user_id, kind, ref)
furniture.source_id bigint NOT NULL
furniture.block_key bigint NOT NULL
furniture.words text NOT NULL
furniture.seen_at bigint NOT NULL
furniture.last_at bigint NOT NULL
furniture.allowed bigint NOT NULL DEFAULT 0
furniture FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE
furniture PRIMARY KEY (source_id, block_key)
CREATE UNIQUE INDEX furniture_pkey ON furniture USING btree (source_id, block_key)
gists.story_id bigint NOT NULL
gists.updated_at bigint NOT NULL
gists.gist bytea NOT NULL
gists FOREIGN KEY (story_id) REFERENCES stories(id) ON DELETE CASCADE
gists PRIMARY KEY (story_id)
CREATE UNIQUE INDEX gists_pkey ON gists USING btree (story_id)
CREATE INDEX gists_updated ON gists USING btree (updated_at, story_id)
holds.host text NOT NULL
holds.held_until bigint NOT NULL
holds.refusals bigint NOT NULL
holds.why text NOT NULL
holds PRIMARY KEY (host)
CREATE UNIQUE INDEX holds_pkey ON holds USING btree (host)
hubs.feed_id bigint NOT NULL
hubs.url text NOT NULL
hubs.topic text NOT NULL
hubs.token text NOT NULL
hubs.secret text NOT NULL
hubs.callback text NOT NULL DEFAULT ''::text
hubs.wanted bigint NOT NULL DEFAULT 1
hubs.asked_at bigint NOT NULL DEFAULT 0
hubs.answered bigint NOT NULL DEFAULT 1
hubs.verified_at bigint NOT NULL DEFAULT 0
hubs.lease_end bigint NOT NULL DEFAULT 0
hubs.next_at bigint NOT NULL DEFAULT 0
hubs.failures bigint NOT NULL DEFAULT 0
hubs.problem text NOT NULL DEFAULT ''::text
hubs.pushed_at bigint NOT NULL DEFAULT 0
hubs.missed bigint NOT NULL DEFAULT 0
hubs.poll_at bigint NOT NULL DEFAULT 0
hubs.lease_until bigint NOT NULL DEFAULT 0
hubs FOREIGN KEY (feed_id) REFERENCES feeds(id) ON DELETE CASCADE
hubs PRIMARY KEY (feed_id)
hubs UNIQUE (token)
CREATE INDEX hubs_due ON hubs USING btree (next_at, feed_id) WHERE (wanted = 1)
CREATE UNIQUE INDEX hubs_pkey ON hubs USING btree (feed_id)
CREATE UNIQUE INDEX hubs_token_key ON hubs USING btree (token)
indexing.version bigint NOT NULL
indexing.from_id bigint NOT NULL
learned.source_id bigint NOT NULL
learned.rules text NOT NULL DEFAULT ''::text
learned.generation bigint NOT NULL DEFAULT 0
learned.drift text NOT NULL DEFAULT ''::text
learned.averages text NOT NULL DEFAULT ''::text
learned.pages bytea NOT NULL
learned FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE
learned PRIMARY KEY (source_id)
CREATE UNIQUE INDEX learned_pkey ON learned USING btree (source_id)
leases.name text NOT NULL
leases.holder text NOT NULL
leases.lease_until bigint NOT NULL
leases.term bigint NOT NULL
leases PRIMARY KEY (name)
CREATE UNIQUE INDEX leases_pkey ON leases USING btree (name)
listed.list_id bigint NOT NULL
listed.feed_id bigint NOT NULL
listed FOREIGN KEY (feed_id) REFERENCES feeds(id) ON DELETE CASCADE
listed FOREIGN KEY (list_id) REFERENCES feeds(id) ON DELETE CASCADE
listed PRIMARY KEY (list_id, feed_id)
CREATE INDEX listed_feed ON listed USING btree (feed_id)
CREATE UNIQUE INDEX listed_pkey ON listed USING btree (list_id, feed_id)
FUNCTION looked_into COST 1000
mutes.id bigint NOT NULL
mutes.user_id bigint NOT NULL
mutes.rule text NOT NULL
mutes.name text NOT NULL
mutes.story_id bigint NOT NULL
mutes.until_at bigint NOT NULL
mutes.till_change bigint NOT NULL
mutes.as_of bigint NOT NULL
mutes.independent bigint NOT NULL
mutes.made_at bigint NOT NULL
mutes FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
mutes PRIMARY KEY (id)
CREATE UNIQUE INDEX mutes_pkey ON mutes USING btree (id)
CREATE INDEX mutes_user ON mutes USING btree (user_id)
namings.entity_id bigint NOT NULL
namings.pos bigint NOT NULL
namings PRIMARY KEY (entity_id, pos)
CREATE UNIQUE INDEX namings_pkey ON namings USING btree (entity_id, pos)
FUNCTION periods COST 100
readings.user_id bigint NOT NULL
readings.kind text NOT NULL
readings.item_id bigint NOT NULL
readings.read_at bigint NOT NULL
readings.before_at bigint NOT NULL
readings FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
readings PRIMARY KEY (user_id, kind, item_id)
CREATE INDEX readings_newest ON readings USING btree (user_id, read_at)
CREATE UNIQUE INDEX readings_pkey ON readings USING btree (user_id, kind, item_id)
redirects.from_id bigint NOT NULL
redirects.into_id bigint NOT NULL
redirects PRIMARY KEY (from_id)
CREATE INDEX redirects_into ON redirects USING btree (into_id)
CREATE UNIQUE INDEX redirects_pkey ON redirects USING btree (from_id)
saved.user_id bigint NOT NULL
saved.kind text NOT NULL
saved.item_id bigint NOT NULL
saved.note text NOT NULL
saved.saved_at bigint NOT NULL
saved FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
saved PRIMARY KEY (user_id, kind, item_id)
CREATE INDEX saved_item ON saved USING btree (kind, item_id)
CREATE INDEX saved_newest ON saved USING btree (user_id, saved_at)
CREATE UNIQUE INDEX saved_pkey ON saved USING btree (user_id, kind, item_id)
saying_keys.key bigint NOT NULL
saying_keys.saying_id bigint NOT NULL
saying_keys PRIMARY KEY (key, saying_id)
CREATE UNIQUE INDEX saying_keys_pkey ON saying_keys USING btree (key, saying_id)
saying_redirects.from_id bigint NOT NULL
saying_redirects.into_id bigint NOT NULL
saying_redirects PRIMARY KEY (from_id)
CREATE INDEX saying_redirects_into ON saying_redirects USING btree (into_id)
CREATE UNIQUE INDEX saying_redirects_pkey ON saying_redirects USING btree (from_id)
saying_search.place bigint NOT NULL
saying_search.terms tsvector NOT NULL
saying_search PRIMARY KEY (place)
CREATE UNIQUE INDEX saying_search_pkey ON saying_search USING btree (place)
CREATE INDEX saying_search_terms ON saying_search USING gin (terms)
sayings.id bigint NOT NULL
sayings.place bigint NOT NULL
sayings.direct bigint NOT NULL
sayings.speaker bigint NOT NULL
sayings.spoken_by text NOT NULL
sayings.role text NOT NULL
sayings.told text NOT NULL
sayings.said_from bigint NOT NULL
sayings.said_until bigint NOT NULL
sayings.likely double precision NOT NULL
sayings.articles bigint NOT NULL
sayings.lang text NOT NULL
sayings.text text NOT NULL
sayings.wordings text NOT NULL
sayings.keys bytea NOT NULL
sayings.about bytea NOT NULL
sayings.hidden bigint NOT NULL DEFAULT 0
sayings PRIMARY KEY (id)
sayings UNIQUE (place)
CREATE INDEX sayings_lang ON sayings USING btree (lang, place)
CREATE UNIQUE INDEX sayings_pkey ON sayings USING btree (id)
CREATE UNIQUE INDEX sayings_place_key ON sayings USING btree (place)
CREATE INDEX sayings_speaker ON sayings USING btree (speaker, place) WHERE (speaker > 0)
searches.id bigint NOT NULL
searches.user_id bigint NOT NULL
searches.name text NOT NULL
searches.query text NOT NULL
searches.made_at bigint NOT NULL
searches.seen_at bigint NOT NULL
searches.before_at bigint NOT NULL
searches FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
searches PRIMARY KEY (id)
searches UNIQUE (user_id, query)
CREATE UNIQUE INDEX searches_pkey ON searches USING btree (id)
CREATE UNIQUE INDEX searches_user_id_query_key ON searches USING btree (user_id, query)
sequences.name text NOT NULL
sequences.last bigint NOT NULL
sequences PRIMARY KEY (name)
CREATE UNIQUE INDEX sequences_pkey ON sequences USING btree (name)
sessions.token text NOT NULL
sessions.data bytea NOT NULL
sessions.expires_at bigint NOT NULL
sessions PRIMARY KEY (token)
CREATE INDEX sessions_expiry ON sessions USING btree (expires_at)
CREATE UNIQUE INDEX sessions_pkey ON sessions USING btree (token)
settings.name text NOT NULL
settings.value text NOT NULL
settings PRIMARY KEY (name)
CREATE UNIQUE INDEX settings_pkey ON settings USING btree (name)
SEQUENCE source_ids
sources.id bigint NOT NULL
sources.host text NOT NULL
sources.name text NOT NULL
sources.home text NOT NULL DEFAULT ''::text
sources.country text NOT NULL DEFAULT ''::text
sources.language text NOT NULL DEFAULT ''::text
sources.section text NOT NULL DEFAULT ''::text
sources.weight double precision NOT NULL DEFAULT 1
sources.licence text NOT NULL DEFAULT ''::text
sources.icon text NOT NULL DEFAULT ''::text
sources.hidden bigint NOT NULL DEFAULT 0
sources.keep bigint NOT NULL DEFAULT 0
sources PRIMARY KEY (id)
sources UNIQUE (host)
CREATE UNIQUE INDEX sources_host_key ON sources USING btree (host)
CREATE UNIQUE INDEX sources_pkey ON sources USING btree (id)
stories.id bigint NOT NULL
stories.headline text NOT NULL
stories.summary text NOT NULL
stories.language text NOT NULL
stories.section text NOT NULL
stories.lead bigint NOT NULL
stories.lead_source bigint NOT NULL
stories.image_url text NOT NULL
stories.image_caption text NOT NULL
stories.image_credit text NOT NULL
stories.articles bigint NOT NULL
stories.sources bigint NOT NULL
stories.independent bigint NOT NULL
stories.first_seen_at bigint NOT NULL
stories.updated_at bigint NOT NULL
stories.score double precision NOT NULL
stories.thread_id bigint NOT NULL DEFAULT 0
stories.coverage_id bigint NOT NULL DEFAULT 0
stories.link_version bigint NOT NULL DEFAULT 0
stories.fresh text NOT NULL DEFAULT ''::text
stories.ranking bytea NOT NULL DEFAULT '\x'::bytea
stories.hidden bigint NOT NULL DEFAULT 0
stories.pinned_until bigint NOT NULL DEFAULT 0
stories.image_of bigint NOT NULL DEFAULT 0
stories.image_source bigint NOT NULL DEFAULT 0
stories.detail bytea NOT NULL DEFAULT '\x7b7d'::bytea
stories.lineage bytea NOT NULL DEFAULT '\x7b7d'::bytea
stories PRIMARY KEY (id)
CREATE INDEX stories_coverage ON stories USING btree (coverage_id, id) WHERE (coverage_id > 0)
CREATE INDEX stories_hidden ON stories USING btree (id) WHERE (hidden <> 0)
CREATE INDEX stories_language_score ON stories USING btree (language, score, id)
CREATE INDEX stories_language_section_score ON stories USING btree (language, section, score, id)
CREATE INDEX stories_language_section_updated ON stories USING btree (language, section, updated_at, id)
CREATE INDEX stories_language_updated ON stories USING btree (language, updated_at, id)
CREATE INDEX stories_pinned ON stories USING btree (id) WHERE (pinned_until <> 0)
CREATE UNIQUE INDEX stories_pkey ON stories USING btree (id)
CREATE INDEX stories_score ON stories USING btree (score, id)
CREATE INDEX stories_section_score ON stories USING btree (section, score, id)
CREATE INDEX stories_section_updated ON stories USING btree (section, updated_at, id)
CREATE INDEX stories_source_score ON stories USING btree (lead_source, score, id)
CREATE INDEX stories_source_updated ON stories USING btree (lead_source, updated_at, id)
CREATE INDEX stories_thread ON stories USING btree (thread_id, updated_at, id) WHERE (thread_id > 0)
CREATE INDEX stories_unlinked ON stories USING btree (link_version, id)
CREATE INDEX stories_updated ON stories USING btree (updated_at, id)
story_log.story_id bigint NOT NULL
story_log.from_at bigint NOT NULL
story_log.until_at bigint NOT NULL DEFAULT '9223372036854775807'::bigint
story_log.spare bigint NOT NULL DEFAULT 0
story_log.score double precision NOT NULL
story_log.language text NOT NULL
story_log.section text NOT NULL
story_log.lead_source bigint NOT NULL
story_log.image_source bigint NOT NULL DEFAULT 0
story_log.updated_at bigint NOT NULL
story_log.detail bytea NOT NULL DEFAULT '\x'::bytea
story_log PRIMARY KEY (story_id, from_at)
CREATE INDEX story_log_image ON story_log USING btree (image_source) WHERE (image_source > 0)
CREATE UNIQUE INDEX story_log_pkey ON story_log USING btree (story_id, from_at)
CREATE INDEX story_log_score ON story_log USING btree (score, story_id, from_at, until_at, language, section)
CREATE INDEX story_log_source ON story_log USING btree (lead_source)
CREATE INDEX story_log_spare ON story_log USING btree (spare, from_at) WHERE (spare > 0)
story_peaks.hour bigint NOT NULL
story_peaks.score double precision NOT NULL
story_peaks PRIMARY KEY (hour)
CREATE UNIQUE INDEX story_peaks_pkey ON story_peaks USING btree (hour)
takedowns.id bigint NOT NULL
takedowns.kind text NOT NULL
takedowns.of_id bigint NOT NULL
takedowns.source_id bigint NOT NULL
takedowns.publisher text NOT NULL
takedowns.reason text NOT NULL
takedowns.made_by text NOT NULL
takedowns.made_at bigint NOT NULL
takedowns.undone_at bigint NOT NULL DEFAULT 0
takedowns.edit_id bigint NOT NULL DEFAULT 0
takedowns PRIMARY KEY (id)
CREATE INDEX takedowns_of ON takedowns USING btree (kind, of_id)
CREATE UNIQUE INDEX takedowns_pkey ON takedowns USING btree (id)
thread_redirects.from_id bigint NOT NULL
thread_redirects.into_id bigint NOT NULL
thread_redirects PRIMARY KEY (from_id)
CREATE INDEX thread_redirects_into ON thread_redirects USING btree (into_id)
CREATE UNIQUE INDEX thread_redirects_pkey ON thread_redirects USING btree (from_id)
threads.id bigint NOT NULL
threads.name text NOT NULL
threads.language text NOT NULL
threads.phrases text NOT NULL
threads.stories bigint NOT NULL
threads.articles bigint NOT NULL
threads.first_seen_at bigint NOT NULL
threads.updated_at bigint NOT NULL
threads PRIMARY KEY (id)
CREATE INDEX threads_language_updated ON threads USING btree (language, updated_at, id)
CREATE UNIQUE INDEX threads_pkey ON threads USING btree (id)
CREATE INDEX threads_updated ON threads USING btree (updated_at, id)
users.id bigint NOT NULL
users.name text NOT NULL
users.name_key text NOT NULL
users.role text NOT NULL
users.made_at bigint NOT NULL
users.password text NOT NULL DEFAULT ''::text
users.invitation text NOT NULL DEFAULT ''::text
users.invited_until bigint NOT NULL DEFAULT 0
users.epoch bigint NOT NULL DEFAULT 0
users.feed_key text NOT NULL DEFAULT ''::text
users.seen_at bigint NOT NULL DEFAULT 0
users.since_at bigint NOT NULL DEFAULT 0
users.options text NOT NULL DEFAULT '{}'::text
users PRIMARY KEY (id)
users UNIQUE (name_key)
CREATE INDEX users_feed_key ON users USING btree (feed_key) WHERE (feed_key <> ''::text)
CREATE INDEX users_invitation ON users USING btree (invitation) WHERE (invitation <> ''::text)
CREATE UNIQUE INDEX users_name_key_key ON users USING btree (name_key)
CREATE UNIQUE INDEX users_pkey ON users USING btree (id)
