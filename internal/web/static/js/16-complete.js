// What is typed into a field for searches is completed. A combobox as ARIA describes it: the field keeps the focus, the arrows
// choose, Enter takes, Escape gives up. Nothing is chosen before an arrow is pressed, so that Enter searches for what was typed.
{
	const fields = 'form[action="/search"] input[name="q"]';
	const list = document.createElement("ul");
	list.id = "completions";
	list.className = "completions";
	list.hidden = true;
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", word("completions"));
	document.body.append(list);
	let field, asked, timer, chosen = -1;

	const options = () => $$("[role=option]", list);
	const choose = at => {
		const all = options();
		chosen = at < -1 ? all.length - 1 : at >= all.length ? -1 : at;
		all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
		if (all[chosen]) field.setAttribute("aria-activedescendant", all[chosen].id);
		else field.removeAttribute("aria-activedescendant");
		all[chosen]?.scrollIntoView({ block: "nearest" });
	};
	const close = () => {
		clearTimeout(timer);
		asked?.abort();
		list.hidden = true;
		list.replaceChildren();
		if (!field) return;
		choose(-1);
		field.setAttribute("aria-expanded", "false");
	};
	const take = line => {
		if (line.URL) {
			location.assign(line.URL);
			return;
		}
		field.value = line.Query;
		field.setSelectionRange(field.value.length, field.value.length);
		close();
		if (line.Query.endsWith(":")) ask();
	};
	const show = lines => {
		if (!lines.length || document.activeElement !== field) return close();
		list.replaceChildren(...lines.map((line, i) => {
			const option = document.createElement("li");
			option.id = `completion-${i}`;
			option.setAttribute("role", "option");
			for (const text of [line.Name, line.Kind ?? ""]) {
				const part = document.createElement("bdi");
				part.textContent = text;
				option.append(part);
			}
			option.addEventListener("pointerdown", event => event.preventDefault());
			option.addEventListener("click", () => take(line));
			return option;
		}));
		const box = field.form.getBoundingClientRect();
		list.style.insetBlockStart = `${box.bottom + scrollY + 4}px`;
		list.style.left = `${box.left + scrollX}px`;
		list.style.minWidth = `${box.width}px`;
		list.hidden = false;
		field.setAttribute("aria-expanded", "true");
		choose(-1);
		return undefined;
	};
	const ask = async () => {
		asked?.abort();
		asked = new AbortController();
		const { signal } = asked;
		try {
			const answer = await fetch(`/suggest?for=search&tongue=${document.documentElement.lang}&q=${encodeURIComponent(field.value)}`, { signal });
			if (!signal.aborted) show(answer.ok ? await answer.json() : []);
		} catch { /* given up for newer letters, or the network is away: the search works without */ }
	};
	onPage(() => {
		close();
		for (const one of $$(fields)) {
			if (one.role === "combobox") continue;
			for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off" })) one.setAttribute(name, value);
			one.addEventListener("input", () => {
				field = one;
				clearTimeout(timer);
				if (one.value.trim()) timer = setTimeout(ask, 120);
				else close();
			});
			one.addEventListener("blur", close);
			one.addEventListener("keydown", event => {
				if (list.hidden || event.isComposing) return;
				const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
				if (by) choose(chosen + by);
				else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
				else if (event.key === "Escape") close();
				else return;
				event.preventDefault();
			});
		}
	});
}
