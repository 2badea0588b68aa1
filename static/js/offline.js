// Asks the browser to keep the page for no connection (/service-worker.js). After signing out, which clears everything
// that was kept, the next page does so again.

if ("serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" }).catch(() => {});
  });
}
