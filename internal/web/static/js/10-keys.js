// Keys as readers of feeds and mail know them. They are off while somebody types, with modifiers, and for good where the
// reader switched them off in the list of keys.
{
	const stories = () => $$("main a.tap, main :is(h2, h3):not(.label) > a[href]").filter(a => a.checkVisibility());
	let last; // the story that was opened or stepped to

	const current = () => {
		const focused = document.activeElement?.closest("main article, main li");
		if (focused?.matches(":has(h1)")) return undefined; // it is what the page is about; the stories in it are others
		const own = focused && stories().find(a => focused.contains(a));
		return own ?? (last?.isConnected ? last : undefined);
	};
	const seen = a => {
		const box = a.getBoundingClientRect();
		return box.bottom > 0 && box.top < innerHeight;
	};
	const step = by => {
		const all = stories();
		const at = current();
		let next = all[all.indexOf(at) + by];
		if (!at || !seen(at)) next = all.find(a => a.getBoundingClientRect().top >= 0) ?? all[0];
		if (!next) return;
		go(next);
	};
	const go = a => {
		last = a;
		a.focus({ preventScroll: true, focusVisible: true });
		(a.closest("article, li") ?? a).scrollIntoView({ block: "nearest" });
	};
	// A block is a heading with stories under it. Lists without blocks have pages instead.
	const block = by => {
		const heads = $$("main .label:is(h1, h2, h3)").filter(h => h.checkVisibility());
		const all = stories();
		const starts = heads.map(h => all.find(a => h.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING)).filter(Boolean);
		const firsts = [...new Set(all.length && !starts.includes(all[0]) ? [all[0], ...starts] : starts)].sort((a, b) => all.indexOf(a) - all.indexOf(b));
		if (firsts.length < 2) {
			$(by > 0 ? ".pager [rel~=next]" : ".pager a:not([rel~=next])")?.click();
			return;
		}
		const at = all.indexOf(current());
		const to = by > 0 ? firsts.find(a => all.indexOf(a) > at) : firsts.findLast(a => all.indexOf(a) < at);
		if (to) go(to);
	};

	// What is to be done with a story stands in its line or, where lines are short, on its page.
	const place = () => current()?.closest("article, li");
	const inPlace = selector => {
		const at = place();
		const from = at && !at.matches(".story, .reading, .story *:is(header)") ? at : $("main header") ?? $("main");
		return from && $$(selector, from)[0];
	};
	const onItsPage = async selector => {
		const found = inPlace(selector);
		if (found || !place()) return found;
		return $(selector, (await documentAt(current().href).catch(() => null)) ?? document.createElement("p"));
	};
	const act = async name => {
		const form = await onItsPage(acts[name]);
		if (!form) return announce(word("nothing"));
		const at = current();
		if (!form.isConnected && at) form.addEventListener("nutgraf:acted", () => retell(at));
		document.dispatchEvent(new CustomEvent("nutgraf:act", { detail: form }));
		return undefined;
	};
	// retell takes the line of a story from the server, as it is after something was done with the story elsewhere.
	const retell = async a => {
		const page = await documentAt(location.href).catch(() => null);
		const fresh = page && $$("main a[href]", page).find(b => b.getAttribute("href") === a.getAttribute("href"))?.closest("article, li");
		const old = $(".line", a.closest("article, li")), line = fresh && $(".line", fresh);
		if (old && line) old.replaceWith(document.adoptNode(line));
	};
	// No form says that something was read, but the address is known.
	const read = () => {
		const at = current();
		const [, kind, id] = /^\/(story|article)\/(\d+)/.exec((place() && at ? at : location).pathname) ?? [];
		if (!kind) return announce(word("nothing"));
		const form = document.createElement("form");
		form.method = "post";
		form.action = "/read";
		const field = document.createElement("input");
		[field.type, field.name, field.value] = ["hidden", kind, id];
		form.append(field);
		form.addEventListener("nutgraf:acted", () => at?.closest("article, li")?.classList.add("seen"));
		document.dispatchEvent(new CustomEvent("nutgraf:act", { detail: form }));
		return undefined;
	};
	const original = async () => {
		const link = await onItsPage("a[rel~=external], a.out");
		if (link) open(link.href, "_blank", "noopener,noreferrer");
		else announce(word("nothing"));
	};
	const mute = () => {
		const form = inPlace(acts.mute);
		if (!form) {
			if (place()) location.assign(`${current().href.split("#")[0]}#mute`);
			else announce(word("nothing"));
			return;
		}
		const fold = form.closest("details");
		if (fold) fold.open = true;
		$("input:not([type=hidden]), select, textarea, button", form)?.focus();
	};

	const help = () => {
		const list = $("dialog.keys") ?? piece("keys");
		if (!list || list.open) return;
		if (!list.isConnected) {
			document.body.append(list);
			const tick = $("input", list);
			tick.checked = remember("keys") !== false;
			tick.addEventListener("change", () => remember("keys", tick.checked));
			$("button", list).addEventListener("click", () => list.close());
			list.addEventListener("click", event => event.target === list && list.close());
		}
		list.showModal();
	};

	const keys = {
		j: () => step(1), k: () => step(-1), n: () => block(1), p: () => block(-1), o: () => current()?.click(),
		G: () => { const all = stories(); if (all.length) go(all.at(-1)); },
		v: original, m: read, f: () => act("save"), s: () => act("save"), x: mute,
		"/": () => { const field = $('main input[type="search"], .find input'); field?.focus(); field?.select(); },
		":": () => document.dispatchEvent(new Event("nutgraf:palette")), "?": help,
	};
	let g = 0; // when a g was pressed
	document.addEventListener("keydown", event => {
		if (event.isComposing || event.defaultPrevented) return;
		if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "k") {
			event.preventDefault();
			document.dispatchEvent(new Event("nutgraf:palette"));
			return;
		}
		if (event.ctrlKey || event.metaKey || event.altKey || remember("keys") === false) return;
		if (event.target.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable], dialog, .dock')) {
			if (event.key === "Escape" && event.target.matches("input, textarea")) event.target.blur();
			return;
		}
		const second = Date.now() - g < 1500;
		g = 0;
		let run = keys[event.key];
		if (second) {
			const [first] = stories();
			const link = kit && $$("[data-go]", kit).find(a => a.dataset.go === event.key);
			run = event.key === "g" ? () => { scrollTo(0, 0); if (first) go(first); } : link && (() => visit(link));
		} else if (event.key === "g") {
			g = Date.now();
			return;
		}
		if (!run) return;
		event.preventDefault();
		run();
	});
	// visit follows a link of the kit as if it stood in the page, so that the player can go on.
	const visit = link => {
		const copy = link.cloneNode();
		copy.hidden = true;
		document.body.append(copy);
		copy.click();
		copy.remove();
	};
	document.addEventListener("focusin", event => {
		const item = event.target.closest?.("main a");
		if (item && stories().includes(item)) last = item;
	});
	onPage(() => { last = undefined; });

	const opener = piece("keys-opener");
	if (opener) {
		$(".foot .tools")?.append(opener);
		$("button", opener).addEventListener("click", help);
	}
}
