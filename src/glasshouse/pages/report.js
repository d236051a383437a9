// Draws every chart of the page; the drawings stand next to their places as JSON.
(function () {
  "use strict";
  var quiet = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
  var plots = [];
  document.querySelectorAll("script[data-for]").forEach(function (source) {
    var place = document.getElementById(source.getAttribute("data-for"));
    var drawing = JSON.parse(source.textContent);
    plots.push(place);
    Plotly.newPlot(place, drawing.data, drawing.layout, quiet);
  });

  // On paper: a fixed width, and nothing folded away.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (part) {
      part.dataset.was = part.open ? "open" : "";
      part.open = true;
    });
    plots.forEach(function (place) {
      Plotly.relayout(place, { width: place.closest(".dots, .small") ? 310 : 640, autosize: false });
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details").forEach(function (part) {
      part.open = part.dataset.was === "open";
    });
    plots.forEach(function (place) {
      Plotly.relayout(place, { width: null, autosize: true });
    });
  });
  document.documentElement.dataset.drawn = String(plots.length);
})();
