// Forms that save, mark, mute or follow work in place: they are sent with X-Nutgraf: 1 and answered by 204, after which
// their part of the page is fetched anew. What does not answer is asked again for as long as it takes; nothing typed is lost.
{
	const any = Object.values(acts).join(", ");
	const drafts = {
		name: field => `draft ${location.pathname} ${field.form?.getAttribute("action")} ${field.name}`,
		of: form => $$("textarea, input[type=text]", form).filter(field => field.name),
	};
	const draft = (field, value) => {
		try {
			const name = drafts.name(field);
			if (value === undefined) return sessionStorage.getItem(name);
			if (value === null) sessionStorage.removeItem(name);
			else sessionStorage.setItem(name, value);
		} catch { /* then nothing is kept */ }
		return null;
	};
	document.addEventListener("input", event => {
		if (event.target.matches(`:is(${any}) :is(textarea, input[type=text])`)) draft(event.target, event.target.value);
	});
	onPage(() => {
		const fold = location.hash === "#mute" && $("details#mute");
		if (fold) {
			const focus = () => setTimeout(() => $("button", fold)?.focus()); // after the browser went to the place itself
			fold.open = true;
			if (document.readyState === "complete") focus();
			else addEventListener("load", focus, { once: true });
		}
		for (const form of $$(any)) {
			for (const field of drafts.of(form)) {
				const kept = draft(field);
				if (kept === field.value) draft(field, null);
				else if (kept) field.value = kept;
			}
		}
	});

	// renew takes the part of the page that a form stands in from the server, as it is after what was done.
	const renew = async (form, button) => {
		for (const field of drafts.of(form)) draft(field, null);
		if (!form.isConnected) return;
		const parts = ".acts, .follow-act";
		const part = form.closest(parts), at = $$(parts).indexOf(part);
		const page = await documentAt(location.href).catch(() => null);
		const old = part ?? $("main");
		const fresh = page && (part ? $$(parts, page)[at] : $("main", page));
		if (!fresh) {
			location.reload();
			return;
		}
		const pressed = $$("button", old).indexOf(button), open = $$("details", old).map(d => d.open && !d.contains(form)); // what was filled in is folded again
		old.replaceWith(document.adoptNode(fresh));
		$$("details", fresh).forEach((d, i) => { d.open ||= part && open[i]; });
		const same = $$("button", fresh)[pressed];
		(same?.checkVisibility() ? same : $("button", fresh))?.focus();
		if (!part) document.dispatchEvent(new Event("nutgraf:page"));
	};
	const send = async (form, submitter) => {
		if (form.dataset.busy) return;
		const button = submitter ?? $("button:not([type=button])", form);
		const data = new FormData(form);
		if (button?.name) data.append(button.name, button.value);
		form.dataset.busy = "1";
		button?.setAttribute("aria-busy", "true");
		try {
			const answer = await patiently(form.getAttribute("action"), {
				method: "POST", body: new URLSearchParams(data), headers: { "X-Nutgraf": "1" }, redirect: "manual",
			}, () => announce(word("slow")));
			if (answer.status !== 204 && answer.type !== "opaqueredirect") {
				announce(word("failed"));
				if (form.isConnected) form.submit(); // the page that comes of it says more
				return;
			}
			form.dispatchEvent(new Event("nutgraf:acted"));
			if (form.matches(acts.save)) navigator.serviceWorker?.controller?.postMessage("saved");
			announce(word("done"));
			await renew(form, button);
		} finally {
			delete form.dataset.busy;
			button?.removeAttribute("aria-busy");
		}
	};
	document.addEventListener("submit", event => {
		if (event.defaultPrevented || !event.target.matches(any)) return;
		event.preventDefault();
		send(event.target, event.submitter);
	});
	document.addEventListener("nutgraf:act", event => send(event.detail)); // a key was pressed; the form may be of another page

	// Whoever signs out takes with them what this browser remembers of them.
	document.addEventListener("submit", event => {
		if (event.target.getAttribute("action") !== "/sign-out") return;
		try {
			const keys = localStorage.getItem("keys");
			localStorage.clear();
			sessionStorage.clear();
			if (keys) localStorage.setItem("keys", keys);
		} catch { /* nothing was kept */ }
	});
}
