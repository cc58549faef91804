/** Small figures as SVG, without a library: lines over named places, and spans on one clock. Pure. */

export interface Panel {
  title: string;
  /** Under the places. */
  places: readonly string[];
  lines: readonly { name: string; values: readonly number[] }[];
}

const panel = { width: 300, height: 190, left: 46, right: 28, top: 30, bottom: 34 };
const columns = 2;
const colours = ["#0b6e99", "#d9730d", "#6940a5"];

/** Values are milliseconds; every scale is logarithmic, from a power of ten to another. `title` is for who cannot see it. */
export function panelsSvg(title: string, panels: readonly Panel[]): string {
  const rows = Math.ceil(panels.length / columns);
  const drawn = panels.map((each, index) => {
    const [x, y] = [(index % columns) * panel.width, Math.floor(index / columns) * panel.height];
    return `<g transform="translate(${x} ${y})">${drawPanel(each)}</g>`;
  });
  return [...opening(title, columns * panel.width, rows * panel.height), ...drawn, "</svg>\n"].join("\n");
}

export interface Span {
  name: string;
  fromMs: number;
  toMs: number;
  /** Which of the colours: spans of one host have one. */
  group: number;
}

const gantt = { width: 600, left: 130, right: 70, row: 18, top: 10, bottom: 22 };

/** One row for each span, in their order, on a clock that begins at 0. */
export function spansSvg(title: string, spans: readonly Span[]): string {
  const height = gantt.top + spans.length * gantt.row + gantt.bottom;
  const end = Math.max(1, ...spans.map(({ toMs }) => toMs));
  const x = (ms: number) => gantt.left + (ms / end) * (gantt.width - gantt.left - gantt.right);
  const rows = spans.map(({ name, fromMs, toMs, group }, index) => {
    const y = gantt.top + index * gantt.row;
    const width = Math.max(1, x(toMs) - x(fromMs));
    const bar = `<rect x="${x(fromMs).toFixed(1)}" y="${y + 3}" width="${width.toFixed(1)}" height="${gantt.row - 6}" fill="${colours[group % colours.length]}"/>`;
    const length = `${(toMs - fromMs).toFixed(1)} ms`;
    return bar + text(gantt.left - 6, y + 13, name, "end") + text(x(toMs) + 4, y + 13, length, "start");
  });
  const axis = [0, end / 2, end].map((ms) => text(x(ms), height - 8, `${ms.toFixed(0)} ms`, "middle"));
  return [...opening(title, gantt.width, height), ...rows, ...axis, "</svg>\n"].join("\n");
}

function opening(title: string, width: number, height: number): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
  ];
}

function drawPanel({ title, places, lines }: Panel): string {
  const all = lines.flatMap(({ values }) => values.map(logarithm));
  const [least, most] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  const [innerWidth, innerHeight] = [panel.width - panel.left - panel.right, panel.height - panel.top - panel.bottom];
  const x = (index: number) => panel.left + (places.length < 2 ? 0 : (index * innerWidth) / (places.length - 1));
  const y = (ms: number) => panel.top + innerHeight * (1 - (logarithm(ms) - least) / Math.max(1, most - least));
  const grid = Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index)).map(
    (ms) =>
      `<line x1="${panel.left}" x2="${panel.width - panel.right}" y1="${y(ms)}" y2="${y(ms)}" stroke="#ddd"/>` +
      text(panel.left - 5, y(ms) + 3, label(ms), "end"),
  );
  const names = places.map((place, index) => text(x(index), panel.height - panel.bottom + 14, place, "middle"));
  const curves = lines.map(({ name, values }, index) => {
    const colour = colours[index % colours.length] ?? "#000";
    const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
    const dots = points.map((point) => `<circle cx="${point.replace(",", '" cy="')}" r="2.5" fill="${colour}"/>`);
    const key = text(panel.left + 90 * index, panel.height - 6, name, "start", colour);
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots.join("")}${key}`;
  });
  return [text(panel.left, 16, title, "start"), ...grid, ...names, ...curves].join("\n");
}

function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end", fill = "#333"): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${fill}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function logarithm(ms: number): number {
  return Math.log10(Math.max(1, ms));
}

function label(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}
