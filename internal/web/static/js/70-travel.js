// While something plays, links of this site change the page in place, so that the sound goes on. Whatever goes wrong,
// the browser follows the link as it always does.
{
	const plays = () => !document.dispatchEvent(new Event("nutgraf:plays", { cancelable: true }));
	const own = /^\/(sign-|setup|static\/|welcome|.*\.(atom|json|ics|xml|txt|opml|zip)$)/;
	let going = 0;

	const keepScroll = () => history.replaceState({ ...history.state, y: scrollY }, "");
	const put = (page, y) => {
		document.dispatchEvent(new Event("nutgraf:leave"));
		for (const selector of ["main", ".masthead", ".foot"]) {
			const [old, fresh] = [$(selector), $(selector, page)];
			if (old && fresh) old.replaceWith(document.adoptNode(fresh));
		}
		for (const gone of $$(":is(.flash, .demo)")) gone.remove();
		const above = $$(".demo, .flash", page);
		if (above.length) $(".masthead").before(...above.map(e => document.adoptNode(e)));
		for (const name of ["lang", "dir", "data-theme", "data-size", "data-kept", "data-reader"]) {
			const value = page.documentElement.getAttribute(name);
			if (value === null) document.documentElement.removeAttribute(name);
			else document.documentElement.setAttribute(name, value);
		}
		const head = "link[rel=canonical], link[rel=alternate], meta[name=description], meta[name=robots]";
		$$(head).forEach(e => e.remove());
		document.head.append(...$$(head, page.head).map(e => document.adoptNode(e)));
		document.title = page.title;
		const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
		const title = target || $("main h1") || $("main");
		if (!title.hasAttribute("tabindex")) title.tabIndex = -1;
		title.focus({ preventScroll: true });
		if (target && !y) target.scrollIntoView();
		else scrollTo(0, y);
		document.dispatchEvent(new Event("nutgraf:page"));
	};
	const go = async (address, y, push) => {
		const turn = ++going;
		document.dispatchEvent(new Event("nutgraf:wait"));
		try {
			const answer = await fetch(address, { headers: { Accept: "text/html" } });
			const landed = new URL(answer.url);
			const page = (answer.headers.get("Content-Type") ?? "").startsWith("text/html") && new DOMParser().parseFromString(await answer.text(), "text/html");
			if (turn !== going) return;
			if (!answer.ok || !page || !here(landed) || !$("main", page)) throw new Error("no page");
			landed.hash = new URL(address, location).hash;
			if (push) {
				keepScroll();
				history.pushState({ y: 0 }, "", landed);
			}
			put(page, y);
		} catch {
			if (turn !== going) return;
			if (push) location.assign(address);
			else location.reload();
		}
	};

	document.addEventListener("click", event => {
		if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		const a = event.target.closest?.("a[href]");
		if (!a || a.target || a.hasAttribute("download") || !here(a) || own.test(a.pathname)) return;
		if (a.pathname === location.pathname && a.search === location.search && a.hash) return;
		if (!plays()) return;
		event.preventDefault();
		go(a.href, 0, true);
	});
	document.addEventListener("submit", event => {
		const form = event.target;
		if (event.defaultPrevented || form.method !== "get" || form.target || !plays()) return;
		const to = new URL(form.action);
		if (!here(to)) return;
		event.preventDefault();
		to.search = String(new URLSearchParams(new FormData(form, event.submitter)));
		go(to.href, 0, true);
	});
	addEventListener("popstate", event => {
		if (event.state?.y === undefined && location.hash) return;
		go(location.href, event.state?.y ?? 0, false);
	});
	let still;
	addEventListener("scroll", () => {
		if (history.state?.y === undefined) return;
		clearTimeout(still);
		still = setTimeout(keepScroll, 200);
	}, { passive: true });
	document.addEventListener("nutgraf:page", () => { history.scrollRestoration = "manual"; });
	addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });
}
