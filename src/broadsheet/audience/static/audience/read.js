// Reports that an article was read, once, after five seconds in which it was visible: no cookie, no identifier, no body.
(function () {
  "use strict";

  const SECONDS_OF_A_READ = 5;
  // What the template wrote on this script: the article's number, and whether readers must consent first.
  const options = document.currentScript.dataset;
  // A tool that asks for consent writes the answer on the page's <html> element (docs/privacy.md).
  const page = document.documentElement.dataset;

  // A link in one of our own rails or feeds ends in "#r=" and its name. It is taken off the address, so that a
  // reader who sends the address on does not send the name too.
  const named = location.hash.match(/^#r=([\w-]+)/);
  if (named) history.replaceState(null, "", location.pathname + location.search);

  // A browser that is driven by a program is no reader.
  if (navigator.webdriver) return;

  // Without a name the host that the reader came from is reported: of "https://host/path" the part between slashes.
  const source = named ? named[1] : document.referrer.split("/")[2] || "";

  function isBeingRead() {
    // A prerendered page has no reader yet.
    if (document.visibilityState !== "visible" || document.prerendering) return false;
    return !options.consent || page.consent === "yes";
  }

  let seconds = 0;
  const timer = setInterval(function () {
    if (!isBeingRead()) return;
    seconds += 1;
    if (seconds < SECONDS_OF_A_READ) return;
    clearInterval(timer);
    // Without a body, so that the server need not wait for one. `keepalive` lets it outlive the page.
    fetch("/_b/" + options.article + "?from=" + encodeURIComponent(source), {
      method: "POST",
      keepalive: true,
      credentials: "omit",
    });
  }, 1000);
})();
