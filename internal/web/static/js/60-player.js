// The player: a bar at the foot of the page that goes on from page to page. It keeps the place of each episode in this
// browser, plays one after another, and asks nothing of a publisher before its button is pressed.
{
	const longest = 300; // places and episodes that are kept
	const state = { queue: [], at: 0, speed: 1, open: false, ...remember("player") };
	const places = new Map(remember("places") ?? []);
	let dock, media, ticking;

	const save = () => remember("player", state);
	const keepPlace = (key, second) => {
		places.delete(key);
		places.set(key, Math.floor(second));
		remember("places", [...places].slice(-longest));
	};
	const now = () => state.queue[state.at];
	const clock = s => {
		const [h, m, rest] = [s / 3600, s / 60 % 60, s % 60].map(Math.floor);
		return h ? `${h}:${String(m).padStart(2, "0")}:${String(rest).padStart(2, "0")}` : `${m}:${String(rest).padStart(2, "0")}`;
	};
	const button = name => $(`[data-do="${name}"]`, dock);

	// episodeOf reads what a page says of one.
	const episodeOf = e => ({
		key: e.dataset.episode, title: e.dataset.title, source: e.dataset.source, href: e.dataset.href, art: e.dataset.art ?? "",
		src: e.currentSrc || e.src, video: e.tagName === "VIDEO",
		chapters: $$(".chapter-list [data-at]", e.ownerDocument).map(a => ({ at: Number(a.dataset.at), title: a.textContent })),
	});

	const make = () => {
		if (dock) return true;
		dock = piece("dock");
		if (!dock) return false;
		document.body.append(dock);
		media = $("video", dock);
		const slider = $("input", dock), speed = $("select", dock);
		speed.value = String(state.speed);
		const does = {
			play: () => media.paused ? play() : media.pause(),
			back: () => seek(place() - 15), on: () => seek(place() + 30), close,
			queue: () => fold("queue"), chapters: () => fold("chapters"),
			window: () => (document.pictureInPictureElement ? document.exitPictureInPicture() : media.requestPictureInPicture()).catch(() => {}),
		};
		dock.addEventListener("click", event => does[event.target.closest("[data-do]")?.dataset.do]?.());
		slider.addEventListener("input", () => seek(Number(slider.value)));
		speed.addEventListener("change", () => {
			state.speed = media.playbackRate = Number(speed.value);
			save();
		});
		for (const name of ["play", "pause", "loadedmetadata", "durationchange", "seeked"]) media.addEventListener(name, draw);
		media.addEventListener("timeupdate", () => {
			const second = Math.floor(media.currentTime);
			if (second === ticking || !now() || media.seeking) return;
			ticking = second;
			if (media.currentTime > 0) keepPlace(now().key, media.currentTime);
			draw();
		});
		media.addEventListener("ended", () => {
			places.delete(now().key);
			remember("places", [...places]);
			if (state.at + 1 < state.queue.length) start(state.at + 1);
		});
		media.addEventListener("error", () => media.getAttribute("src") && announce(word("silent")));
		media.addEventListener("loadedmetadata", () => {
			dock.classList.toggle("film", media.videoWidth > 0);
			button("window").hidden = !(media.videoWidth > 0 && document.pictureInPictureEnabled);
		});
		return true;
	};
	const place = () => media.getAttribute("src") ? media.currentTime : places.get(now()?.key) ?? 0;
	const seek = second => {
		const to = Math.max(0, Math.min(second, Number.isFinite(media.duration) ? media.duration : Infinity));
		if (now()) keepPlace(now().key, to);
		if (media.getAttribute("src") && media.readyState > 0) media.currentTime = to;
		draw();
	};
	const fold = name => {
		const list = $(`ol.${name}`, dock);
		list.hidden = !list.hidden;
		button(name).setAttribute("aria-expanded", String(!list.hidden));
	};
	const close = () => {
		media.pause();
		media.removeAttribute("src");
		media.load();
		dock.remove();
		dock = undefined;
		Object.assign(state, { queue: [], at: 0, open: false });
		save();
	};

	// play goes on where the episode was left. Only now is its publisher asked for it.
	const play = async () => {
		const episode = now();
		if (!episode) return;
		if (media.getAttribute("src") !== episode.src) {
			const from = places.get(episode.key) ?? 0;
			media.src = episode.src;
			media.addEventListener("loadedmetadata", () => { if (from > 0 && from < media.duration - 5) media.currentTime = from; }, { once: true });
		}
		media.defaultPlaybackRate = media.playbackRate = state.speed;
		try {
			await media.play();
		} catch (problem) {
			if (problem.name !== "AbortError") announce(word("silent"));
		}
		tellDevice(episode);
	};
	const start = at => {
		state.at = at;
		state.open = true;
		save();
		play();
		lists();
		draw();
	};
	// begin plays an episode now; what is in the queue comes after it.
	const begin = (episode, from) => {
		if (!make()) return;
		const known = state.queue.findIndex(e => e.key === episode.key);
		if (known < 0) state.queue.splice(state.queue.length ? state.at + 1 : 0, 0, episode);
		else state.queue[known] = episode;
		if (from !== undefined) keepPlace(episode.key, from);
		const same = known >= 0 && known === state.at && media.getAttribute("src") === episode.src;
		start(known < 0 ? Math.min(state.at + 1, state.queue.length - 1) : known);
		if (same && from !== undefined) seek(from);
	};
	const later = episode => {
		if (!make()) return;
		if (!state.queue.some(e => e.key === episode.key)) state.queue.push(episode);
		state.queue = state.queue.slice(-longest);
		state.open = true;
		save();
		lists();
		draw();
		announce(word("queued"));
	};

	const draw = () => {
		const episode = now();
		if (!dock || !episode) return;
		const link = $(".what a", dock);
		if (link.textContent !== episode.title) {
			link.textContent = episode.title;
			$(".what bdi", dock).textContent = episode.source;
		}
		link.href = episode.href;
		button("play").textContent = word(media.paused ? "play" : "pause");
		const slider = $("input", dock), known = Number.isFinite(media.duration) && media.getAttribute("src");
		slider.disabled = !known;
		slider.max = known ? Math.floor(media.duration) : 1;
		slider.value = known ? Math.floor(media.currentTime) : 0;
		const time = known ? `${clock(place())} / ${clock(media.duration)}` : clock(place());
		$(".time", dock).textContent = time;
		slider.setAttribute("aria-valuetext", time);
		if (known && navigator.mediaSession?.setPositionState) {
			navigator.mediaSession.setPositionState({ duration: media.duration, playbackRate: media.playbackRate, position: Math.min(media.currentTime, media.duration) });
		}
	};
	const entry = (name, run, label) => {
		const b = document.createElement("button");
		b.type = "button";
		b.textContent = name;
		if (label) b.setAttribute("aria-label", label);
		b.addEventListener("click", run);
		return b;
	};
	// lists draws the queue and the chapters of what plays.
	const lists = () => {
		const episode = now();
		const row = (...parts) => {
			const item = document.createElement("li");
			item.append(...parts);
			return item;
		};
		const swap = (from, to) => {
			const current = now();
			state.queue.splice(to, 0, ...state.queue.splice(from, 1));
			state.at = state.queue.indexOf(current);
			save();
			lists();
		};
		const remove = at => {
			if (state.queue.length === 1) return close();
			const current = at === state.at, running = !media.paused;
			state.queue.splice(at, 1);
			if (at < state.at || state.at === state.queue.length) state.at--;
			save();
			if (current) {
				media.pause();
				media.removeAttribute("src");
				media.load();
				if (running) play();
			}
			lists();
			draw();
			button("queue").focus();
			return undefined;
		};
		$("ol.queue", dock).replaceChildren(...state.queue.map((e, i) => {
			const title = entry(e.title, () => start(i));
			title.dir = "auto";
			if (i === state.at) title.setAttribute("aria-current", "true");
			const up = entry("↑", () => { swap(i, i - 1); $$("ol.queue li", dock)[i - 1]?.querySelector("button").focus(); }, word("earlier", e.title));
			up.disabled = i === 0;
			return row(title, up, entry("×", () => remove(i), word("remove", e.title)));
		}));
		button("queue").hidden = state.queue.length < 2;
		if (state.queue.length < 2) $("ol.queue", dock).hidden = true;
		const chapters = episode?.chapters ?? [];
		$("ol.chapters", dock).replaceChildren(...chapters.map(c => {
			const time = document.createElement("time");
			time.textContent = clock(c.at);
			const title = entry(c.title, () => { seek(c.at); if (media.paused) play(); });
			title.dir = "auto";
			return row(title, time);
		}));
		button("chapters").hidden = chapters.length === 0;
	};
	const tellDevice = episode => {
		const session = navigator.mediaSession;
		if (!session) return;
		session.metadata = new MediaMetadata({ title: episode.title, artist: episode.source, artwork: episode.art ? [{ src: new URL(episode.art, location).href }] : [] });
		const next = by => state.queue[state.at + by] && (() => start(state.at + by));
		for (const [name, run] of Object.entries({
			play, pause: () => media.pause(), seekbackward: () => seek(place() - 15), seekforward: () => seek(place() + 30),
			seekto: to => seek(to.seekTime), previoustrack: next(-1) || null, nexttrack: next(1) || null,
		})) {
			try {
				session.setActionHandler(name, run);
			} catch { /* this device has no such key */ }
		}
	};

	// What can be played gets its buttons: on the page of an article, and in lists beside the word that says so.
	const dress = () => {
		for (const e of $$("main [data-episode]:not([data-docked])")) {
			e.dataset.docked = "1";
			const line = document.createElement("p");
			line.className = "media-line";
			if (e.tagName === "AUDIO") {
				e.controls = false;
				line.append(entry(`▶ ${word("play")}`, () => begin(episodeOf(e))));
			} else {
				// A film is watched where it stands; the bar takes it over when the reader goes on to another page.
				e.addEventListener("loadedmetadata", () => { e.currentTime = places.get(e.dataset.episode) ?? 0; }, { once: true });
				e.addEventListener("play", () => media?.pause());
				e.addEventListener("timeupdate", () => e.currentTime > 1 && keepPlace(e.dataset.episode, e.currentTime));
			}
			line.append(entry(`+ ${word("queue-up")}`, () => later(episodeOf(e))));
			e.after(line);
		}
		for (const mark of $$("main [data-plays]:not([data-docked])")) {
			mark.dataset.docked = "1";
			const link = $(":is(h2, h3) a, a.tap", mark.closest("article, li") ?? document.createElement("p"));
			if (!link) continue;
			const found = async use => {
				const page = await documentAt(link.href).catch(() => null);
				const e = page && $("[data-episode]", page);
				if (e) use(episodeOf(e));
				else location.assign(link.href);
			};
			const more = entry("▶", () => found(begin), `${word("play")}: ${link.textContent.trim()}`);
			const queue = entry("+", () => found(later), `${word("queue-up")}: ${link.textContent.trim()}`);
			const both = document.createElement("span");
			both.className = "plays";
			both.append(more, queue);
			mark.append(both);
		}
	};
	document.addEventListener("click", event => {
		const a = event.target.closest?.(".chapter-list a[data-at]");
		const e = a && $("main [data-episode]");
		if (!e) return;
		event.preventDefault();
		if (e.tagName === "VIDEO") {
			e.currentTime = Number(a.dataset.at);
			e.play().catch(() => announce(word("silent")));
		} else begin(episodeOf(e), Number(a.dataset.at));
	});
	onPage(dress);

	// After a page came anew the bar stands there again, at its place and silent.
	if (state.open && now() && make()) {
		lists();
		draw();
	}

	// running is what plays on this page, if anything does; a film of the page is handed to the bar.
	document.addEventListener("nutgraf:leave", () => {
		const film = $$("main video[data-episode]").find(e => !e.paused && !e.ended);
		if (film) begin(episodeOf(film), film.currentTime);
	});
	document.addEventListener("nutgraf:plays", event => {
		if (media && !media.paused && dock || $$("main video[data-episode]").some(e => !e.paused && !e.ended)) event.preventDefault();
	});
}
