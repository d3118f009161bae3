// Numbers, dates and spans of time as British English writes them, like the words around them.

const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 2 });
const hundredths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });
const plurals = new Intl.PluralRules(LOCALE);

export const count = (n) => whole.format(n);
export const short = (n) => compact.format(n);
export const rating = (n) => decimal.format(n);
export const hundredth = (n) => hundredths.format(n);
export const tenth = (n) => tenths.format(n);
export const percent = (share) => (share > 0 && share < 0.01 ? "<1%" : percentage.format(share));

/** A year is a name, not a quantity: it has no thousands separator. */
export const year = (n) => String(n);

/** The day of an instant, such as `2026-11-24T09:52:00Z`. */
export const date = (instant) => day.format(new Date(instant));

/** `1 book`, `2 books`, `1,204 books`. */
export function counted(n, one, other) {
  return `${count(n)} ${plurals.select(n) === "one" ? one : other}`;
}

/** A length of time to wait, rounded as a person would say it. */
export function wait(seconds) {
  if (seconds < 8) return "a few seconds";
  if (seconds < 90) return `about ${counted(Math.ceil(seconds / 5) * 5, "second", "seconds")}`;
  if (seconds < 5400) return `about ${counted(Math.round(seconds / 60), "minute", "minutes")}`;
  return `about ${counted(Math.round(seconds / 3600), "hour", "hours")}`;
}
