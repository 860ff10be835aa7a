// The site's one script: everything works without it, and some of it better with it. The files of this folder are sent
// as one module, in the order of their names; each is a block of its own, and what they share stands in this file.
"use strict";

// Words and pieces of pages come from the server in the reader's language, in <template id="kit">.
const kit = document.getElementById("kit")?.content;
const word = (name, value = "") => (kit?.querySelector(`[data-word="${name}"]`)?.textContent ?? "").replace("%s", value);
const piece = name => kit?.querySelector(`[data-piece="${name}"]`)?.cloneNode(true);

const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const wait = ms => new Promise(done => setTimeout(done, ms));

// remember keeps a value in this browser; without one it gives what was kept. Storage may be full or forbidden.
const remember = (name, value) => {
	try {
		if (value === undefined) return JSON.parse(localStorage.getItem(name));
		localStorage.setItem(name, JSON.stringify(value));
	} catch { /* then nothing is kept */ }
	return null;
};

const sparing = () => navigator.connection?.saveData === true;

// here reports whether an address is a page of this site.
const here = address => address.origin === location.origin && !address.pathname.startsWith("/static/");

// announce says a sentence to those who cannot see that something changed, and shows it to all others for a while.
const speaker = document.createElement("p");
speaker.className = "word";
speaker.setAttribute("role", "status");
document.body.append(speaker);
let spoken;
const announce = sentence => {
	clearTimeout(spoken);
	speaker.textContent = sentence;
	spoken = setTimeout(() => { speaker.textContent = ""; }, 5000);
};

// patiently fetches until there is an answer, with longer and longer pauses; tell hears that it takes long.
const patiently = async (address, options, tell = () => {}) => {
	for (let pause = 1000; ; pause = Math.min(2 * pause, 60000)) {
		const slow = setTimeout(tell, 1000);
		try {
			const answer = await fetch(address, options);
			if (![429, 502, 503, 504].includes(answer.status)) return answer;
		} catch (problem) {
			if (problem.name === "AbortError") throw problem;
		} finally {
			clearTimeout(slow);
		}
		tell();
		await Promise.race([wait(pause), new Promise(done => addEventListener("online", done, { once: true }))]);
	}
};

// documentAt fetches a page of this site and reads it; null where it is none.
const documentAt = async address => {
	const answer = await fetch(address, { headers: { Accept: "text/html" } });
	if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return null;
	return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// onPage runs now, and again whenever the player has put another page into this one.
const onPage = run => {
	run();
	document.addEventListener("nutgraf:page", run);
};
