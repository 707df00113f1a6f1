(function (d) {
"use strict";
/* Everything that needs script is made by script: without it, nothing dead stands on the page. Its words stand at #say. */
var say = d.getElementById("say"), words = say.dataset;
function button(text, act) {
  var b = d.createElement("button");
  b.type = "button"; b.textContent = text; b.addEventListener("click", act);
  return b;
}
d.querySelectorAll(".cmd").forEach(function (c) {
  var b = button(words.copy, function () {
    function done(ok) {
      b.textContent = ok ? words.copied : words.select;
      say.textContent = b.textContent;
      setTimeout(function () { b.textContent = words.copy; }, 1800);
    }
    var text = c.querySelector("pre").textContent;
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { done(true); }, function () { done(false); });
    else done(false);
  });
  c.append(b);
});
d.querySelectorAll("section").forEach(function (s) {
  var all = s.querySelectorAll("details"), head = s.querySelector("h2"), open = true;
  if (all.length < 2 || !head) return;
  var b = button(words.expand, function () {
    all.forEach(function (x) { x.open = open; });
    open = !open; b.textContent = open ? words.expand : words.collapse;
  });
  head.after(b); b.className = "all";
});
addEventListener("beforeprint", function () {
  d.querySelectorAll("details").forEach(function (x) { x.open = true; });
});
})(document);
