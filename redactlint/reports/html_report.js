
"use strict";
// Filters, sorts and pages the tables; the report is whole without it.
// Said at once, so that the rows that are shown only on request cost nothing.
document.documentElement.className = "js";
document.addEventListener("DOMContentLoaded", () => {
  const STEP = 500;
  const parts = {};

  // A section's table: rows is all of them, in the order chosen; limit is how many of those that match are shown.
  function start(name, matches) {
    const section = document.getElementById(name);
    const body = section.querySelector("tbody");
    const form = section.querySelector("form");
    const status = section.querySelector(".status");
    const more = section.querySelector(".more");
    const told = status.textContent;
    const words = new Map();
    let rows = Array.from(body.rows);
    let limit = STEP;

    function wordsOf(row) {
      if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
      return words.get(row);
    }

    function show() {
      const wanted = Object.fromEntries(new FormData(form));
      const query = (wanted.q || "").trim().toLowerCase();
      const asked = Object.values(wanted).some((one) => one.trim() !== "");
      let found = 0;
      for (const row of rows) {
        const hit = matches(row, wanted) && (!query || wordsOf(row).includes(query));
        row.hidden = !hit;
        row.classList.toggle("later", hit && found >= limit);
        if (hit) found += 1;
      }
      const shown = Math.min(found, limit);
      status.textContent = !asked && shown === rows.length ? told
        : (asked ? found + " of " + told.replace(/\.$/, " match") : told.replace(/\.$/, ""))
          + (shown < found ? "; the first " + shown + " are shown." : ".");
      more.hidden = shown >= found;
    }

    function sort(head, place) {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const one of head.parentNode.cells) one.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const figures = head.classList.contains("num");
      const key = (row) => {
        const cell = row.cells[place];
        const text = cell.dataset.v || cell.textContent;
        return figures ? Number(text || 0) : text;
      };
      const order = new Intl.Collator("en", { numeric: true }).compare;
      const keyed = rows.map((row) => [key(row), row]);
      keyed.sort(figures ? (a, b) => a[0] - b[0] : (a, b) => order(a[0], b[0]));
      rows = keyed.map((one) => one[1]);
      if (down) rows.reverse();
      const all = document.createDocumentFragment();
      for (const row of rows) all.append(row);
      body.append(all);
      show();
    }

    Array.from(section.querySelectorAll("thead th")).forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(head, place));
    });
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { limit = STEP; show(); remember(); }, 120);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { limit = STEP; show(); remember(); }, 0));
    more.addEventListener("click", () => {
      const next = rows.filter((row) => row.classList.contains("later"))[0];
      limit += STEP;
      show();
      if (next) { next.tabIndex = -1; next.focus(); }
    });
    form.hidden = false;

    function remember() {
      const wanted = Array.from(new FormData(form)).filter((one) => one[1].trim() !== "");
      const asked = new URLSearchParams(wanted).toString();
      try {
        history.replaceState(null, "", "#" + name + (asked ? "&" + asked : ""));
      } catch (error) { /* a page without an address of its own */ }
    }

    function ask(wanted) {
      form.reset();
      for (const [key, value] of Object.entries(wanted)) {
        const field = form.elements.namedItem(key);
        if (field && "value" in field) field.value = value;
      }
      limit = STEP;
      show();
    }

    parts[name] = { ask, remember, section };
    show();
  }

  function go() {
    const [name, ...rest] = location.hash.slice(1).split("&");
    if (Object.hasOwn(parts, name) && rest.length) {
      parts[name].ask(Object.fromEntries(new URLSearchParams(rest.join("&"))));
      parts[name].section.scrollIntoView();
    }
    const page = /^d[0-9]+$/.test(name) && document.getElementById(name);
    if (page) {
      page.querySelector("details").open = true;
      page.scrollIntoView();
    }
  }

  start("findings", (row, wanted) =>
    (!wanted.severity || row.cells[0].textContent === wanted.severity)
    && (!wanted.rule || row.cells[1].firstChild.textContent === wanted.rule)
    && (!wanted.status || ("o" in row.dataset) === (wanted.status === "suppressed")));
  start("documents", (row, wanted) => !wanted.verdict || row.cells[0].textContent === wanted.verdict);
  document.getElementById("rules").addEventListener("click", (event) => {
    const rule = event.target.closest("a[data-rule]");
    if (!rule) return;
    event.preventDefault();
    parts.findings.ask({ rule: rule.dataset.rule });
    parts.findings.remember();
    parts.findings.section.scrollIntoView();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#d']");
    if (link && link.hash === location.hash) go();
  });
  window.addEventListener("hashchange", go);
  go();
});
