// Numbers, dates and spans of time as British English writes them, like the words around them.

const LOCALE = "en-GB";
const whole = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 2 });
const hundredths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric" });
const month = new Intl.DateTimeFormat(LOCALE, { month: "long", timeZone: "UTC" });
const shortMonth = new Intl.DateTimeFormat(LOCALE, { month: "short", timeZone: "UTC" });
const monthYear = new Intl.DateTimeFormat(LOCALE, { month: "long", year: "numeric", timeZone: "UTC" });
const shortMonthYear = new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric", timeZone: "UTC" });
const calendarDay = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
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

/** July, from 7. */
export const monthName = (n) => month.format(Date.UTC(2000, n - 1));

/** Jul, from 7: three letters for every month. */
export const monthLabel = (n) => shortMonth.format(Date.UTC(2000, n - 1)).slice(0, 3);

/** A date as far as it is known, `2023`, `2023-05` or `2023-05-14`: a day of a calendar, in no time zone. */
export function calendar(text) {
  const [y, m, d] = text.split("-").map(Number);
  if (d) return calendarDay.format(utc(y, m, d));
  return m ? monthYear.format(utc(y, m)) : String(y);
}

/** The same for a narrow place: `May 2023`, never with the day. */
export function calendarShort(text) {
  const [y, m] = text.split("-").map(Number);
  return m ? shortMonthYear.format(utc(y, m)) : String(y);
}

/** Midnight UTC of a calendar day; `Date.UTC` takes years below 100 for those of 1900. */
const utc = (y, m, d = 1) => new Date(0).setUTCFullYear(y, m - 1, d);

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
