// Slow networks: a page that is long in coming shows a line; one that is probably wanted next is fetched before, where
// data is not spared; a kept copy says of when it is.
{
	const root = document.documentElement;
	const lead = event => {
		if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
		const a = event.target.closest?.("a[href]");
		return a && !a.target && !a.hasAttribute("download") && here(a) && (a.pathname !== location.pathname || a.search !== location.search) ? a : null;
	};
	let timer;
	const waiting = () => {
		clearTimeout(timer);
		timer = setTimeout(() => root.classList.add("waiting"), 300);
	};
	const rest = () => {
		clearTimeout(timer);
		root.classList.remove("waiting");
	};
	document.addEventListener("nutgraf:wait", waiting);
	document.addEventListener("nutgraf:page", rest);
	addEventListener("pageshow", rest);
	addEventListener("pagehide", rest);
	document.addEventListener("keydown", event => event.key === "Escape" && rest());

	// The headline that was pressed becomes the headline of the page.
	addEventListener("click", event => {
		const a = lead(event);
		if (!a) return;
		waiting();
		$(":is(h2, h3)", a)?.classList.add("leaving");
		a.closest("h2, h3")?.classList.add("leaving");
	});
	addEventListener("submit", event => event.defaultPrevented || waiting());
	onPage(() => $$(".leaving").forEach(e => e.classList.remove("leaving")));
	addEventListener("pageshow", () => $$(".leaving").forEach(e => e.classList.remove("leaving")));

	// What a reader is about to press is asked for before; the browser keeps it for a minute. Pages of who is signed in
	// are not to be kept, so there it would be done twice.
	const asked = new Set();
	let hover;
	const ahead = a => {
		if (!a || sparing() || root.dataset.reader || asked.size > 30 || /2g/.test(navigator.connection?.effectiveType ?? "")) return;
		if (!here(a) || !/^\/(story|article|section|thread|entity)\//.test(a.pathname) || asked.has(a.href)) return;
		asked.add(a.href);
		fetch(a.href, { headers: { Accept: "text/html" }, priority: "low" }).catch(() => {});
	};
	document.addEventListener("pointerover", event => {
		clearTimeout(hover);
		const a = event.target.closest?.("main a[href]");
		if (a && event.pointerType === "mouse") hover = setTimeout(() => ahead(a), 100);
	});
	document.addEventListener("touchstart", event => ahead(event.target.closest?.("main a[href]")), { passive: true });

	onPage(() => {
		$(".kept")?.remove();
		const at = root.dataset.kept;
		const line = at && piece("kept");
		if (!line) return;
		const then = new Date(at);
		const day = then.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "long" };
		const time = new Intl.DateTimeFormat(root.lang, { hour: "numeric", minute: "2-digit", ...day }).format(then);
		line.textContent = line.textContent.replace("%s", time);
		$("main")?.before(line);
	});

	if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
}
