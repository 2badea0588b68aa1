// Shows the offline page when a page cannot be fetched. It keeps that page and what it looks like, and nothing else: no
// page of a person, no answer to a form, no piece of a page.

const NAMES_BEGIN = "offline-";
const NAME = NAMES_BEGIN + "{{ version|escapejs }}";
const PAGE = "{{ page|escapejs }}";
const FILES = [PAGE, {% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

// Without cookies: what is kept is what anybody gets. When one file is missing none is kept, and the worker of before
// stays in charge.
async function keep() {
  const cache = await caches.open(NAME);
  await Promise.all(FILES.map(async (file) => {
    const response = await fetch(file, { credentials: "omit", cache: "no-cache" });
    if (!response.ok || response.redirected) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, response);
  }));
}

async function letGoOfOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAMES_BEGIN) && name !== NAME).map((name) => caches.delete(name)));
}

async function kept(file) {
  return (await caches.open(NAME)).match(file, { ignoreVary: true });
}

// In place of the answer to a form, the page gives back the longer texts, and does not ask again by itself: that would
// take them away.
async function offline(form) {
  const page = await kept(PAGE);
  if (!page) return Response.error();
  let text = await page.text();
  if (form) text = text.replace(" data-retry-when-online", "");
  const typed = form ? await typedInto(form) : [];
  if (typed.length) text = text.replace(" hidden data-typed", "").replace("<!--typed-->", () => typed.join(""));
  return new Response(text, { status: 503, statusText: "Offline", headers: page.headers });
}

async function typedInto(form) {
  const fields = [...(await form.formData().catch(() => []))];
  return fields
    .filter(([name, value]) => typeof value === "string" && value.length >= 20 && !/password|csrf|^(next|form_token|form_key|seen)$/.test(name))
    .map(([, value]) => `<textarea rows="6" readonly aria-labelledby="typed">${escaped(value)}</textarea>`);
}

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text) => text.replace(/[&<>]/g, (sign) => SIGNS[sign]);

async function page(event) {
  const form = event.request.method === "POST" ? event.request.clone() : null;
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offline(form);
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(request.url)) ?? Response.error();
  }
}

// No page depends on which worker is in charge, so a new one need not wait until all pages are closed. Nor does it take over
// those that are open (`clients.claim`): where somebody goes from there it is asked anyway, and a browser that keeps a page
// for Back lets go of it when a worker takes it over.
self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await letGoOfOthers();
  await self.registration.navigationPreload?.enable(); // a page does not wait for the worker to wake up
})()));

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (origin === self.location.origin && FILES.includes(pathname)) event.respondWith(file(event.request));
});
