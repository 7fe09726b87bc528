// Browsers keep the last pages alive for the back button, since a while ago even those marked no-store, and Chromium shows
// them after a log-out, too. So a page of somebody's is blanked when it is left, and fetched anew when it comes back.
addEventListener("pagehide", () => document.documentElement.hidden = true);
addEventListener("pageshow", event => event.persisted && location.reload());
