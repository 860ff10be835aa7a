// Forms that save, mark, mute or follow work in place: form[data-act] is sent with X-Nutgraf: 1 and answered by 204, after
// which its button is pressed or not. What does not answer is asked again for as long as it takes; nothing typed is lost.
{
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
		if (event.target.matches("form[data-act] :is(textarea, input[type=text])")) draft(event.target, event.target.value);
	});
	onPage(() => {
		for (const form of $$("form[data-act]")) {
			for (const field of drafts.of(form)) {
				const kept = draft(field);
				if (kept === field.value) draft(field, null);
				else if (kept) field.value = kept;
			}
		}
	});

	// pressed turns a form round: its button, and the value that undoes what was done, where the form tells both.
	const pressed = (form, button) => {
		const done = button?.getAttribute("aria-pressed");
		if (done) button.setAttribute("aria-pressed", String(done !== "true"));
		for (const field of [button, ...$$("input[type=hidden][data-other]", form)]) {
			if (!field?.dataset.other) continue;
			[field.value, field.dataset.other] = [field.dataset.other, field.value];
		}
		const words = button && $("[data-words]", button) || button;
		if (words?.dataset.words) [words.textContent, words.dataset.words] = [words.dataset.words, words.textContent];
		for (const field of drafts.of(form)) draft(field, null);
	};
	const send = async (form, submitter) => {
		if (form.dataset.busy) return;
		const button = submitter ?? $("button:not([type=button])", form);
		const said = button?.dataset.said || word("done");
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
				if (form.isConnected && answer.status !== 409) form.submit(); // the page of the error says more
				return;
			}
			pressed(form, button);
			announce(said);
			document.dispatchEvent(new CustomEvent("nutgraf:acted", { detail: form }));
		} finally {
			delete form.dataset.busy;
			button?.removeAttribute("aria-busy");
		}
	};
	document.addEventListener("submit", event => {
		if (event.defaultPrevented || !event.target.matches("form[data-act]") || event.target.matches("[data-act~=page]")) return;
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
