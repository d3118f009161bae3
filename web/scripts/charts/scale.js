// From quantities to pixels.

/** Round numbers from 0 to at least `largest`, about `wanted` steps of 1, 2 or 5 times a power of ten, never below 1. */
export function ticks(largest, wanted) {
  const rough = Math.max(largest, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough));
  const steps = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** How many columns share one label, so that labels of `label` pixels do not touch. */
export function every(columns, width, label) {
  return Math.max(1, Math.ceil((columns * label) / width));
}
