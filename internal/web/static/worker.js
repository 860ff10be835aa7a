// The service worker: pages for when there is no network. Above this text stand the version and the files of the shell.
//
// It keeps the front page, its stories with the first articles of each, and what a reader saved; nothing that is not
// plainly 200, and no page on which somebody types a password or changes something. All is asked of the network first.
"use strict";

const pages = "pages", pictures = "pictures", shell = `shell-${version}`;
const most = 60, mostBytes = 10 << 20, mostPictures = 150;
const patience = 4000, pause = 250, rest = 15 * 60 * 1000;

const wait = ms => new Promise(done => setTimeout(done, ms));
const keepable = url => url.pathname === "/" ? url.search === "" : /^\/(story|article)\/\d+\/[^/]*$/.test(url.pathname) && !url.search || url.pathname === "/saved";
const sparing = () => navigator.connection?.saveData === true;

addEventListener("install", event => event.waitUntil((async () => {
	await (await caches.open(shell)).addAll(files);
	await skipWaiting();
})()));

addEventListener("activate", event => event.waitUntil((async () => {
	for (const name of await caches.keys()) {
		if (name.startsWith("shell-") && name !== shell) await caches.delete(name);
	}
	await registration.navigationPreload?.enable();
	await clients.claim();
})()));

// forget deletes all that was kept for somebody, and has what is being gathered for them end.
let turn = 0;
const forget = async () => {
	turn++;
	await caches.delete(pages);
	await caches.delete(pictures);
};

// keep stores a page as it is now, and says how many bytes that took; what is gone, or is somebody else's, goes.
const keep = async (url, answer) => {
	const cache = await caches.open(pages);
	if (answer.status === 404 || answer.status === 410) await cache.delete(url);
	if (answer.status !== 200 || answer.redirected || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return "";
	if ((answer.headers.get("Cache-Control") ?? "").includes("no-store")) return "";
	const text = await answer.text();
	await cache.put(url, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "X-Kept": new Date().toISOString() } }));
	return text;
};
const kept = async url => {
	const found = await caches.match(url, { cacheName: pages, ignoreVary: true });
	if (!found) return undefined;
	const text = await found.text();
	return new Response(text.replace("<html ", `<html data-kept="${found.headers.get("X-Kept")}" `), { headers: { "Content-Type": "text/html; charset=utf-8" } });
};

// page asks the network, and after some patience takes the kept copy if there is one.
const page = async event => {
	const url = new URL(event.request.url);
	url.hash = "";
	const address = url.href;
	const network = (async () => (await event.preloadResponse) ?? fetch(event.request))();
	event.waitUntil(network.then(async answer => {
		if (answer.status === 404 || answer.status === 410) await (await caches.open(pages)).delete(address);
		if (!keepable(url) || answer.status !== 200) return;
		const copy = answer.clone();
		if (url.pathname === "/") await gather(copy);
		else if (await caches.match(address, { cacheName: pages, ignoreVary: true })) await keep(address, copy);
	}).catch(() => {}));
	try {
		const copy = keepable(url) ? await Promise.race([network.then(() => undefined), wait(patience).then(() => kept(address))]) : undefined;
		return copy ?? await network;
	} catch {
		return (keepable(url) && await kept(address)) || (await caches.match("/offline")) || Response.error();
	}
};

const links = (text, kind) => [...new Set([...text.matchAll(new RegExp(`href="(/${kind}/\\d+/[^"?#]*)"`, "g"))].map(m => m[1].replaceAll("&amp;", "&")))];
const readerOf = text => /<html [^>]*data-reader="([^"]*)"/.exec(text)?.[1] ?? "";

// gather keeps the front page that was just shown and, now and then and slowly, what it leads to. What is kept and no
// longer led to goes, so that nothing outlives a takedown for long.
let gathering = false;
const gather = async answer => {
	const before = await caches.match("/", { cacheName: pages, ignoreVary: true });
	const old = before ? await before.text() : "";
	const front = await keep(new URL("/", location).href, answer);
	if (!front || gathering) return;
	if (old && readerOf(old) !== readerOf(front)) {
		await forget();
		await (await caches.open(pages)).put("/", new Response(front, { headers: { "Content-Type": "text/html; charset=utf-8", "X-Kept": new Date().toISOString() } }));
	}
	const cache = await caches.open(pages);
	const last = await cache.match("/gathered");
	if (sparing() || last && Date.now() - Number(await last.text()) < rest) return;
	gathering = true;
	try {
		await cache.put("/gathered", new Response(String(Date.now())));
		await gatherAll(cache, front);
	} finally {
		gathering = false;
	}
};
const gatherAll = async (cache, front) => {
	const mine = turn;
	let bytes = front.length;
	const wanted = new Set(["/"]);
	const take = async path => {
		if (wanted.has(path) || wanted.size >= most || bytes >= mostBytes) return "";
		wanted.add(path);
		await wait(pause);
		const answer = await fetch(path, { cache: "no-cache", headers: { Accept: "text/html", Purpose: "prefetch" } }); // throws without a network: then all stays
		if (mine !== turn) throw new Error("somebody else reads now");
		const text = await keep(new URL(path, location).href, answer);
		bytes += text.length;
		return text;
	};
	if (readerOf(front)) {
		const saved = await take("/saved");
		for (const path of [...links(saved, "article"), ...links(saved, "story")]) await take(path);
	}
	const told = [];
	for (const path of links(front, "(?:story|article)")) {
		const text = await take(path);
		if (path.startsWith("/story/")) told.push(links(text, "article"));
	}
	for (const first of told) {
		for (const path of first.slice(0, 2)) await take(path);
	}
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		if (pathname !== "/gathered" && !wanted.has(pathname)) await cache.delete(request);
	}
};

// gatherSaved keeps what a reader just saved; it is wanted where there is no network.
const gatherSaved = async () => {
	const mine = turn, cache = await caches.open(pages);
	const take = async path => {
		const answer = await fetch(path, { cache: "no-cache", headers: { Accept: "text/html", Purpose: "prefetch" } });
		return mine === turn ? keep(new URL(path, location).href, answer) : "";
	};
	const saved = await take("/saved");
	for (const path of links(saved, "(?:story|article)").slice(0, most)) {
		if (!await cache.match(path, { ignoreVary: true })) await take(path);
	}
};
addEventListener("message", event => event.data === "saved" && event.waitUntil(gatherSaved().catch(() => {})));

const picture = async request => {
	const cache = await caches.open(pictures);
	const found = await cache.match(request, { ignoreVary: true });
	if (found) return found;
	const answer = await fetch(request);
	if (answer.status === 200) {
		await cache.put(request, answer.clone());
		const all = await cache.keys();
		for (const old of all.slice(0, Math.max(0, all.length - mostPictures))) await cache.delete(old);
	}
	return answer;
};

addEventListener("fetch", event => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== location.origin || request.headers.has("Range") || ["audio", "video"].includes(request.destination)) return;
	if (request.method === "POST" && ["/sign-out", "/sign-in", "/setup", "/join", "/settings/leave", "/settings/password"].includes(url.pathname)) event.waitUntil(forget());
	if (request.method !== "GET") return;
	if (url.pathname.startsWith("/static/")) event.respondWith(caches.match(request, { ignoreVary: true }).then(found => found ?? fetch(request)));
	else if (request.mode === "navigate" || request.headers.get("Accept") === "text/html" && keepable(url) && request.priority !== "low") event.respondWith(page(event));
	else if (request.destination === "image") event.respondWith(picture(request));
});
