// The screen of readers: draw the hours of each story, and look again while somebody looks.
(function () {
  "use strict";

  // Milliseconds. Popular itself is ranked every few seconds; whoever watches needs no more than this.
  const EVERY = 10000;
  const box = document.getElementById("desk-readers");

  function draw(spark) {
    const hours = spark.dataset.hours.split(",").map(Number);
    const ink = getComputedStyle(spark).color;
    // A line and nothing else: no axis, no legend, no cursor. A story without readers has its line at the bottom.
    const options = {
      width: 140,
      height: 28,
      pxAlign: false,
      padding: [2, 0, 2, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false },
        y: { range: (_plot, _least, most) => [0, Math.max(most, 1)] },
      },
      axes: [{ show: false }, { show: false }],
      series: [{}, { stroke: ink, width: 1.5, points: { show: false } }],
    };
    const numbers = hours.map((_count, hour) => hour);
    new uPlot(options, [numbers, hours], spark);
  }

  function drawAll() {
    box.querySelectorAll(".desk-spark").forEach(draw);
  }

  async function look() {
    // Whoever reads with the keyboard would lose their place.
    if (document.visibilityState !== "visible" || box.contains(document.activeElement)) return;
    const answer = await fetch(box.dataset.live, { credentials: "same-origin" });
    // Who is signed out meanwhile is sent to the form for that: it has no place in this one.
    if (answer.ok && !answer.redirected) {
      box.innerHTML = await answer.text();
      drawAll();
    }
  }

  drawAll();
  // A look that fails, as where the network is gone, is followed by the next one.
  setInterval(() => look().catch(() => undefined), EVERY);
})();
