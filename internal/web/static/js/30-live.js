// The live bar says when there is news, and never moves the page: whoever wants it presses its button. What came since
// is marked after that.
{
	const every = 60000;
	const marks = "news since";
	let timer, pause = every, tag = "";

	const mainNow = () => $("main[data-live]");
	const numberOf = a => Number(a.dataset.story ?? /\/article\/(\d+)/.exec(a.pathname)?.[1]);
	const bar = () => $(".live");

	const look = async () => {
		const main = mainNow();
		if (!main || document.hidden) return;
		try {
			const answer = await fetch(main.dataset.live, { headers: tag ? { "If-None-Match": tag } : {} });
			if (main !== mainNow()) return;
			if (answer.ok) {
				tag = answer.headers.get("ETag") ?? "";
				const { Count, Words } = await answer.json();
				show(main, Count, Words);
			}
			pause = answer.ok || answer.status === 304 ? every : Math.min(2 * pause, 16 * every);
		} catch {
			pause = Math.min(2 * pause, 16 * every);
		}
		plan();
	};
	const plan = () => {
		clearTimeout(timer);
		if (mainNow() && !document.documentElement.dataset.kept) timer = setTimeout(look, sparing() ? Math.max(pause, 10 * every) : pause);
	};
	const show = (main, count, words) => {
		let line = bar();
		if (!count) {
			line?.remove();
			return;
		}
		if (!line) {
			line = piece("live");
			if (!line) return;
			document.body.append(line);
			const [load, close] = $$("button", line);
			load.addEventListener("click", () => {
				try {
					sessionStorage.setItem(marks, JSON.stringify([location.pathname, new URL(main.dataset.live, location).searchParams.get("since")]));
				} catch { /* then nothing is marked */ }
				scrollTo(0, 0);
				location.reload();
			});
			close.addEventListener("click", () => line.remove());
		}
		const said = $("[role=status]", line);
		if (said.textContent !== words) said.textContent = words;
	};
	onPage(() => {
		bar()?.remove();
		tag = "";
		pause = every;
		plan();
		try {
			const [path, since] = JSON.parse(sessionStorage.getItem(marks)) ?? [];
			sessionStorage.removeItem(marks);
			if (path !== location.pathname || !mainNow()) return;
			const story = mainNow().dataset.live.includes("story=");
			for (const a of $$(story ? 'main a[href^="/article/"]' : "main a[data-story]")) {
				if (numberOf(a) > Number(since)) a.closest("article, li")?.classList.add("new");
			}
		} catch { /* nothing was kept */ }
	});
	document.addEventListener("visibilitychange", () => {
		if (document.hidden) clearTimeout(timer);
		else look();
	});
	// So that nobody has to wait a minute who knows that there is news.
	document.addEventListener("nutgraf:look", look);
}
