(d => {
/* Whatever needs script is made here. */
const say = d.getElementById("say"), words = say.dataset, all = (where, what) => [...where.querySelectorAll(what)];
function button(text, act) {
  const b = d.createElement("button");
  b.textContent = text; b.onclick = act;
  return b;
}
for (const c of all(d, ".cmd")) {
  const b = button(words.copy, async () => {
    try {
      await navigator.clipboard.writeText(c.querySelector("pre").textContent);
      b.textContent = words.copied;
    } catch { b.textContent = words.select; }
    say.textContent = b.textContent;
    setTimeout(() => b.textContent = words.copy, 1800);
  });
  c.append(b);
}
for (const s of all(d, "section")) {
  const list = all(s, "details"), head = s.querySelector("h2");
  let open = true;
  if (list.length < 2 || !head) continue;
  const b = button(words.expand, () => {
    for (const x of list) x.open = open;
    open = !open; b.textContent = open ? words.expand : words.collapse;
  });
  b.className = "all"; head.after(b);
}
for (const t of all(d, ".tools")) {
  const s = t.parentNode, input = d.createElement("input"), out = d.createElement("span");
  let rows;
  input.type = "search"; input.placeholder = t.dataset.find;
  input.setAttribute("aria-label", t.dataset.find); out.setAttribute("role", "status");
  t.append(input, out);
  input.oninput = () => {
    const q = input.value.toLowerCase().split(/\s+/), hits = new Set();
    let n = 0;
    rows = rows || all(s, "tbody tr").map(r => [r, r.textContent.toLowerCase(), r.closest("details")]);
    for (const [row, text, group] of rows) {
      const hit = q.every(w => text.includes(w));
      row.classList.toggle("hide", !hit);
      if (hit) n++, hits.add(group);
    }
    for (const g of all(s, "details")) g.open = input.value && hits.has(g), g.classList.toggle("hide", !hits.has(g));
    out.textContent = input.value && words.found.replace("#", n).replace("#", rows.length);
  };
  for (const a of all(d, "a[data-find]"))
    if (a.hash == "#" + s.id) a.onclick = () => { input.value = a.dataset.find; input.oninput(); };
}
const sorted = "aria-sort", order = new Intl.Collator(d.documentElement.lang, { numeric: true });
function value(row, at) {
  const text = row.cells[at].textContent, size = /^([\d.]+) ([KMGTPE])iB$/.exec(text);
  return size ? "" + Math.round(size[1] * 1024 ** "KMGTPE".indexOf(size[2])) : text;
}
for (const t of all(d, ".sort")) {
  const heads = all(t, "thead th");
  for (const h of heads) {
    const b = button(h.textContent, () => {
      const up = h.getAttribute(sorted) != "ascending";
      for (const x of heads) x.removeAttribute(sorted);
      h.setAttribute(sorted, up ? "ascending" : "descending");
      t.tBodies[0].append(...[...t.tBodies[0].rows].map(r => [value(r, h.cellIndex), r])
        .sort((p, q) => (up ? 1 : -1) * order.compare(p[0], q[0])).map(p => p[1]));
    });
    h.replaceChildren(b);
  }
}
addEventListener("beforeprint", () => { for (const x of all(d, "details")) x.open = true; });
})(document);
