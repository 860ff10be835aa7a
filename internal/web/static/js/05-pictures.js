// A picture that cannot be had leaves no hole: its place goes, and its story stands there as one without a picture.
{
	const clear = image => {
		const place = image.closest(".pic");
		if (!place) return;
		place.closest(".pictured")?.classList.remove("pictured");
		place.closest(".lead")?.classList.add("plain");
		place.remove();
	};
	document.addEventListener("error", event => event.target.matches?.(".pic img") && clear(event.target), true);
	// Some failed before this was listening; one that is still to come is only waited for.
	for (const image of $$(".pic img")) if (image.complete && !image.naturalWidth) image.decode().catch(() => clear(image));
}
