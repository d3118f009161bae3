// A chart is one stop for the Tab key; arrow keys move along its marks, Enter follows the mark's link.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Makes the marks of `chart`, in their order, one stop. The first of them is it until another has the focus. */
export function rove(chart, marks) {
  marks.forEach((mark, index) => mark.setAttribute("tabindex", index ? "-1" : "0"));
  chart.addEventListener("keydown", (event) => {
    const here = marks.indexOf(document.activeElement);
    const there = event.key === "Home" ? 0 : event.key === "End" ? marks.length - 1 : here + (STEPS[event.key] ?? NaN);
    if (here < 0 || !marks[there] || event.metaKey || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    marks[here].setAttribute("tabindex", "-1");
    marks[there].setAttribute("tabindex", "0");
    marks[there].focus();
  });
}
