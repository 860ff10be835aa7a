// The palette: type where to go. A combobox as ARIA describes it: the field keeps the focus, the arrows choose.
{
	let box, field, list, chosen = 0, asked, timer;

	const options = () => $$("[role=option]", list);
	const choose = at => {
		const all = options();
		chosen = (at + all.length) % all.length;
		all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
		const option = all[chosen];
		if (option) field.setAttribute("aria-activedescendant", option.id);
		else field.removeAttribute("aria-activedescendant");
		option?.scrollIntoView({ block: "nearest" });
	};
	const show = lines => {
		const text = field.value.trim();
		if (text) lines.push({ Name: word("search-for", text), URL: `/search?q=${encodeURIComponent(text)}` });
		list.replaceChildren(...lines.map((line, i) => {
			const option = document.createElement("li");
			option.id = `palette-${i}`;
			option.setAttribute("role", "option");
			const link = document.createElement("a");
			link.href = line.URL;
			link.tabIndex = -1;
			link.dir = "auto";
			link.textContent = line.Name;
			const kind = document.createElement("span");
			kind.textContent = line.Kind ?? "";
			option.append(link, kind);
			option.addEventListener("pointermove", () => chosen !== i && choose(i));
			option.addEventListener("click", event => event.target !== link && link.click());
			return option;
		}));
		field.setAttribute("aria-expanded", String(lines.length > 0));
		choose(0);
	};
	const ask = async () => {
		asked?.abort();
		asked = new AbortController();
		const { signal } = asked;
		try {
			const answer = await fetch(`/suggest?tongue=${document.documentElement.lang}&q=${encodeURIComponent(field.value.trim())}`, { signal });
			if (!signal.aborted) show(answer.ok ? await answer.json() : []);
		} catch { /* given up for newer letters, or the network is away: the search stands there already */ }
	};
	const make = () => {
		box = piece("palette");
		if (!box) return false;
		document.body.append(box);
		field = $("input", box);
		list = $("ul", box);
		field.addEventListener("input", () => {
			if (!list.childElementCount || field.value.trim()) show([]);
			clearTimeout(timer);
			timer = setTimeout(ask, 120);
		});
		field.addEventListener("keydown", event => {
			const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
			if (by) choose(chosen + by);
			else if (event.key === "Enter") $("a", options()[chosen] ?? list)?.click();
			else return;
			event.preventDefault();
		});
		list.addEventListener("click", () => box.close());
		box.addEventListener("click", event => event.target === box && box.close());
		return true;
	};
	document.addEventListener("nutgraf:palette", () => {
		if (!box && !make() || box.open) return;
		field.value = "";
		list.replaceChildren();
		box.showModal();
		field.focus();
		ask();
	});
}
