// Reports that an article was read for five seconds, once: no cookie, no identifier, no body.
(function (document, navigator, location) {
  var options = document.currentScript.dataset, page = document.documentElement.dataset;
  // A link from one of our own feeds says so behind "#r="; else the host that the reader came from is told.
  var named = location.hash.match(/^#r=([\w-]+)/);
  if (named) history.replaceState(null, "", location.pathname + location.search);
  if (navigator.webdriver) return;
  var source = named ? named[1] : document.referrer.split("/")[2] || "";
  var seconds = 0;
  var timer = setInterval(function () {
    if (document.visibilityState != "visible" || document.prerendering) return;
    if (options.consent && page.consent != "yes") return;
    if (++seconds < 5) return;
    clearInterval(timer);
    // Without a body: whoever counts need not wait for one.
    fetch("/_b/" + options.article + "?from=" + encodeURIComponent(source),
      { method: "POST", keepalive: true, credentials: "omit" });
  }, 1000);
})(document, navigator, location);
