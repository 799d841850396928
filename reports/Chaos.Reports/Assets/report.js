// The page reads fully without this file: it adds hover values, zoom, highlights, heat maps over any axes, sorting, search and links.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// One cursor through all lanes of a chart, by pointer or by arrow keys.
for (const svg of all("svg.curves")) {
  const readout = svg.closest("figure")?.querySelector(".readout");
  if (!readout) { continue; }
  const { left, right, top, bottom, seconds } = Object.fromEntries(Object.entries(svg.dataset).map(([key, value]) => [key, Number(value)]));
  const lanes = all("g.lane", svg).map(lane => ({
    title: lane.dataset.title, unit: lane.dataset.unit, most: Number(lane.dataset.most), top: Number(lane.dataset.top), bottom: Number(lane.dataset.bottom),
    lines: all("path.curve", lane).map(path => ({
      name: path.dataset.name,
      steps: [...path.getAttribute("d").matchAll(/([MHV])([\d.]+)(?: ([\d.]+))?/g)],
    })),
  }));
  const heightAt = (steps, x) => {
    let y = null;
    for (const [, command, first, second] of steps) {
      if (command === "M" && Number(first) > x + 0.01) { break; }
      if (command === "H" && Number(first) > x) { break; }
      if (command !== "H") { y = Number(command === "M" ? second : first); }
    }
    return y;
  };
  const number = value => Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y1", top);
  line.setAttribute("y2", bottom);
  let at = null;
  const show = x => {
    at = Math.min(right, Math.max(left, x));
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
    svg.append(line);
    const told = lanes.map(lane => {
      const values = lane.lines.map(one => [one.name, heightAt(one.steps, at)]).filter(([, y]) => y !== null)
        .map(([name, y]) => `${name} ${number(lane.most * (lane.bottom - y) / (lane.bottom - lane.top))}${lane.unit}`);
      return values.length === 0 ? null : make("div", {}, `${lanes.length > 1 ? `${lane.title}: ` : ""}${values.join(" · ")}`);
    }).filter(one => one !== null);
    readout.replaceChildren(make("div", {}, make("strong", { textContent: `${(seconds * (at - left) / (right - left)).toFixed(2)} s` })), ...told);
  };
  const hide = () => { line.remove(); readout.replaceChildren(); at = null; };
  svg.addEventListener("pointermove", event => {
    const x = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
    if (x >= left && x <= right) { show(x); }
  });
  svg.addEventListener("pointerleave", hide);
  svg.closest(".scroll").addEventListener("keydown", event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (step) { show((at ?? (step > 0 ? left : right)) + step * (right - left) / 100); }
    else if (event.key === "Home") { show(left); }
    else if (event.key === "End") { show(right); }
    else if (event.key === "Escape") { hide(); }
    else { return; }
    event.preventDefault();
  });
}

// Survival is often decided between 90 and 100 %.
for (const svg of all("svg.board")) {
  const lane = svg.querySelector("g.lane");
  const labels = all("text.value", lane), texts = labels.map(label => label.textContent);
  const lines = lane.querySelector("svg.lines > g"), top = Number(lane.dataset.top);
  const button = make("button", { type: "button", className: "zoom", textContent: "90–100 %" });
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const zoomed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", zoomed);
    lines.setAttribute("transform", zoomed ? `translate(0 ${top * -9}) scale(1 10)` : "");
    labels.forEach((label, place) => { label.textContent = zoomed ? `${90 + Number.parseFloat(texts[place]) / 10} %` : texts[place]; });
    for (const end of all("text.end", lane)) { end.style.visibility = zoomed ? "hidden" : ""; }
  });
  svg.closest("figure").querySelector("figcaption").append(" ", button);
}

// A line that is pointed at in a legend, or chosen there, stands out in every chart.
let kept = null;
const light = name => {
  document.body.classList.toggle("lit", name !== null);
  for (const one of all("main [data-name]")) { one.classList.toggle("on", one.dataset.name === name); }
};
for (const entry of all(".legend.lines li")) {
  const button = make("button", { type: "button" });
  button.append(...entry.childNodes);
  entry.append(button);
  const name = entry.dataset.name;
  button.setAttribute("aria-pressed", "false");
  entry.addEventListener("pointerenter", () => light(name));
  entry.addEventListener("pointerleave", () => light(kept));
  button.addEventListener("click", () => {
    kept = kept === name ? null : name;
    for (const other of all(".legend.lines li")) { other.firstChild.setAttribute("aria-pressed", other.dataset.name === kept); }
    light(kept);
  });
}

// Heat maps over any two axes, one for each value of a third.
const data = document.getElementById("map-data") && JSON.parse(document.getElementById("map-data").textContent);
if (data) {
  const viridis = [0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725];
  const apart = [0xb35806, 0xf7f7f7, 0x542788];
  const colourAt = (stops, share) => {
    const position = Math.min(1, Math.max(0, share)) * (stops.length - 1), index = Math.min(Math.floor(position), stops.length - 2);
    return [16, 8, 0].map(shift => {
      const low = (stops[index] >> shift) & 255, high = (stops[index + 1] >> shift) & 255;
      return Math.round(low + (high - low) * (position - index));
    });
  };
  const luminance = rgb => rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const percent = (value, digits = 1) => value === 0 ? "0 %" : value === 1 ? "100 %" : value > 0.9995 ? "> 99.9 %" : value > 0 && value < 0.0005
    ? "< 0.1 %" : `${(100 * value).toFixed(digits)} %`;
  const many = data.axes.filter(axis => axis.values.length > 1);
  const each0 = many.find(axis => data.rowAxes.includes(axis.name)) ?? many[0];
  const across0 = many.find(axis => axis.name === data.columnAxis) ?? many.find(axis => axis !== each0);
  const down0 = many.filter(axis => axis !== each0 && axis !== across0).sort((a, b) => b.values.length - a.values.length)[0] ?? each0;
  const chosen = { across: across0.name, down: down0.name, each: each0.name, what: "kept", fixed: {} };
  const measures = [["kept", "survival of the worst group"], ["all", "survival of all flows"],
    ...data.groups.map((name, place) => [`group ${place}`, `survival of ${name}`]), ["failed", "newcomers that fail"],
    ["gain", `survival gained over the first map (worst group)`]];
  const root = document.getElementById("maps"), controls = make("div", { className: "picker" }), maps = make("div", { className: "maps" });
  const valueOf = (cell, what) => what.startsWith("group ") ? cell.groups[Number(what.slice(6))] : cell[what];
  const place = Object.fromEntries(data.axes.map((axis, index) => [axis.name, index]));
  const find = wanted => data.cells.find(cell => Object.entries(wanted).every(([axis, value]) => cell.at[place[axis]] === value));
  const pick = (label, options, current, changed) => {
    const select = make("select", {}, ...options.map(([value, text]) => make("option", { value, textContent: text, selected: value === current })));
    select.addEventListener("change", () => { changed(select.value); draw(); });
    return make("label", {}, `${label} `, select);
  };
  const axisOptions = many.map(axis => [axis.name, axis.name]);
  const swap = (role, name) => {
    for (const other of ["across", "down", "each"]) { if (other !== role && chosen[other] === name) { chosen[other] = chosen[role]; } }
    chosen[role] = name;
  };
  const draw = () => {
    const used = [chosen.across, chosen.down, chosen.each];
    const rest = many.filter(axis => !used.includes(axis.name));
    controls.replaceChildren(
      pick("show", measures, chosen.what, value => { chosen.what = value; }),
      pick("across", axisOptions, chosen.across, value => swap("across", value)),
      pick("down", axisOptions, chosen.down, value => swap("down", value)),
      pick("a map for each", axisOptions, chosen.each, value => swap("each", value)),
      ...rest.map(axis => pick(axis.name, axis.values.map(value => [value, value]), chosen.fixed[axis.name] ??= axis.values[0],
        value => { chosen.fixed[axis.name] = value; })));
    const axis = name => data.axes.find(one => one.name === name);
    const fixed = Object.fromEntries(rest.map(one => [one.name, chosen.fixed[one.name]]));
    const downs = chosen.down === chosen.each ? [null] : axis(chosen.down).values;
    const first = axis(chosen.each).values[0];
    maps.replaceChildren(...axis(chosen.each).values.map(each => {
      const table = make("table", { className: "heat small" }, make("caption", { textContent: `${chosen.each === "variant" ? "" : `${chosen.each} = `}${each}` }));
      const head = table.createTHead().insertRow();
      head.append(make("td", { textContent: downs[0] === null ? "" : chosen.down }), ...axis(chosen.across).values.map(value => {
        const cell = make("th", { textContent: value });
        cell.scope = "col";
        return cell;
      }));
      for (const down of downs) {
        const row = table.createTBody().insertRow();
        const name = make("th", { textContent: down ?? "" });
        name.scope = "row";
        row.append(name);
        let beyond = false;
        for (const across of axis(chosen.across).values) {
          const at = { ...fixed, [chosen.across]: across, [chosen.each]: each, ...(down === null ? {} : { [chosen.down]: down }) };
          const cell = find(at), box = row.insertCell();
          let value = cell ? chosen.what === "gain" ? cell.kept - (find({ ...at, [chosen.each]: first })?.kept ?? NaN) : valueOf(cell, chosen.what) : null;
          if (value === null || value === undefined || Number.isNaN(value)) { box.className = "empty"; box.textContent = "–"; continue; }
          const isGain = chosen.what === "gain";
          const rgb = isGain ? colourAt(apart, (value + 1) / 2) : colourAt(viridis, chosen.what === "failed" ? 1 - value : value);
          box.style.background = `rgb(${rgb.join()})`;
          box.style.color = luminance(rgb) > 0.179 ? "#000" : "#fff";
          if (axis(chosen.across).isSize && cell.law && cell.size >= cell.law && !beyond) { box.classList.add("law"); beyond = true; }
          const text = isGain ? `${value >= 0 ? "+" : ""}${(100 * value).toFixed(1)}` : percent(value).replace(" %", "");
          const link = make("a", { className: "open", href: `#${cell.anchor}`, textContent: text });
          link.title = `${Object.entries(at).map(([key, own]) => `${key} = ${own}`).join(", ")}${cell.calm ? ", not under pressure" : ""}`;
          box.append(link);
        }
      }
      return make("div", { className: "scroll" }, table);
    }));
    maps.style.setProperty("--columns", axis(chosen.across).values.length);
  };
  draw();
  root.append(controls, make("p", { className: "basis", textContent: "Numbers in percent; a click opens the cell." }), maps);
  root.hidden = false;
}

for (const table of all("table.sortable")) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = make("button", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      closeLives();
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

// Dead flows: search, and the two entries of one as bars.
const search = document.getElementById("flow-search");
const flowRows = all("#flows tbody tr");
const closeLives = () => { for (const open of all("#flows tr.life")) { open.remove(); } };
if (search) {
  search.closest(".search").hidden = false;
  const filter = () => {
    closeLives();
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
    let found = 0;
    for (const row of flowRows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      found += row.hidden ? 0 : 1;
    }
    document.getElementById("flow-count").textContent = words.length ? `${found} of ${flowRows.length}` : "";
  };
  search.addEventListener("input", filter);
}
const openLife = row => {
  closeLives();
  const begin = Number(row.dataset.opened || 0), end = Math.max(Number(row.dataset.ended || 0), begin + 0.001);
  const lost = row.dataset.lost.split(";").filter(one => one).map(one => one.split("@"));
  const from = Math.min(begin, 0), x = time => 90 + 560 * (time - from) / ((end - from) * 1.02);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 700 76");
  svg.setAttribute("class", "bars");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `both entries of ${row.cells[0].textContent}: ${row.cells[1].textContent}`);
  const add = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) { element.setAttribute(key, value); }
    element.textContent = text;
    svg.append(element);
  };
  ["original", "reverse"].forEach((half, place) => {
    const gone = lost.filter(([name]) => name === half).map(([, time]) => Number(time)).at(-1);
    add("text", { x: 4, y: 18 + 24 * place, class: "tick" }, half);
    add("rect", { x: x(begin), y: 6 + 24 * place, width: Math.max(1, x(Math.max(begin, gone ?? end)) - x(begin)), height: 16, class: "held" });
    if (gone !== undefined) {
      add("rect", { x: x(gone), y: 6 + 24 * place, width: Math.max(2, x(end) - x(gone)), height: 16, class: "gone" });
      add("text", { x: Math.min(x(gone) + 4, 560), y: 18 + 24 * place, class: "tick" }, `lost at ${gone.toFixed(3)} s`);
    }
  });
  add("line", { x1: x(end), x2: x(end), y1: 2, y2: 52, class: "cursor" });
  add("text", { x: x(begin), y: 68, class: "tick" }, `opened ${begin.toFixed(3)} s`);
  add("text", { x: x(end), y: 68, class: "tick", "text-anchor": "end" }, `last seen ${end.toFixed(3)} s`);
  const cell = make("td", { colSpan: row.cells.length });
  cell.append(svg);
  row.after(make("tr", { className: "life" }, cell));
};
for (const row of flowRows) {
  row.querySelector("th a").addEventListener("click", event => {
    event.preventDefault();
    history.replaceState(null, "", `#${encodeURI(row.id)}`);
    openLife(row);
  });
}

// Links into the page open what is folded on the way, and say where they lead.
const follow = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) { return; }
  for (let parent = target; parent; parent = parent.parentElement) { if (parent.tagName === "DETAILS") { parent.open = true; } }
  if (target.matches("#flows tr")) { openLife(target); }
  for (const other of all(".target")) { other.classList.remove("target"); }
  (target.closest("tr") ?? target).classList.add("target");
  target.scrollIntoView({ block: target.tagName === "TR" || target.tagName === "TH" ? "center" : "start" });
};
addEventListener("hashchange", follow);
follow();

for (const button of all("button.copy")) {
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
addEventListener("beforeprint", () => { for (const details of all("details")) { details.open = true; } });
