// The page reads fully without this file: it adds hover values, sorting and a copy button.
"use strict";

for (const svg of document.querySelectorAll("svg.curves")) {
  const readout = svg.closest("figure").querySelector(".readout");
  const { left, right, top, bottom, seconds } = Object.fromEntries(Object.entries(svg.dataset).map(([key, value]) => [key, Number(value)]));
  const curves = [...svg.querySelectorAll("path.curve")].map(path => ({
    name: path.dataset.name,
    steps: [...path.getAttribute("d").matchAll(/([MHV])([\d.]+)(?: ([\d.]+))?/g)],
  }));
  const heightAt = (steps, x) => {
    let y = bottom;
    for (const [, command, first, second] of steps) {
      if (command === "H" && Number(first) > x) { break; }
      if (command !== "H") { y = Number(command === "M" ? second : first); }
    }
    return y;
  };
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y1", top);
  line.setAttribute("y2", bottom);
  svg.addEventListener("pointermove", event => {
    const x = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
    if (x < left || x > right) { return; }
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    svg.append(line);
    const values = curves.map(curve => `${curve.name} ${(100 * (bottom - heightAt(curve.steps, x)) / (bottom - top)).toFixed(1)} %`);
    readout.textContent = `${(seconds * (x - left) / (right - left)).toFixed(2)} s: ${values.join(" · ")}`;
  });
  svg.addEventListener("pointerleave", () => { line.remove(); readout.textContent = ""; });
}

for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of table.tHead.rows[0].cells) { other.removeAttribute("aria-sort"); }
      head.setAttribute("aria-sort", direction);
      const compare = (a, b) => a.dataset.order && b.dataset.order
        ? Number(a.dataset.order) - Number(b.dataset.order)
        : a.textContent.localeCompare(b.textContent, "en", { numeric: true });
      const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column]));
      body.append(...(direction === "ascending" ? rows : rows.reverse()));
    });
  });
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      // No clipboard for files in some browsers: select the text, so that the keyboard can copy it.
      getSelection().selectAllChildren(source);
      button.textContent = "Selected: press Ctrl+C";
    }
  });
}

// Paper has no details to open.
addEventListener("beforeprint", () => { for (const details of document.querySelectorAll("details")) { details.open = true; } });
