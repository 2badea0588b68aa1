// OFFLINE_PAGE=0: whatever worker a browser still has makes room for this one, which clears up and goes.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("offline-")).map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
