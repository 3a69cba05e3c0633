/* Relative times: <time data-rel datetime="…"> holds the absolute moment; this says "2 h ago" and keeps it true. */
const language = document.documentElement.lang || 'fr';
const zone = document.documentElement.dataset.timeZone || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: language === 'fr' ? 'short' : 'narrow' });
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
const clock = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: false, timeZone: zone });

function hour(moment) {
  const [hours, minutes] = clock.format(moment).split(':');
  if (language !== 'fr') return `${Number(hours)}:${minutes}`;
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`;
}

function day(moment, now) {
  const options = { day: 'numeric', month: 'long', timeZone: zone };
  if (dayKey.format(moment).slice(0, 4) !== dayKey.format(now).slice(0, 4)) options.year = 'numeric';
  const written = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(moment);
  return language === 'fr' ? written.replace(/^1 /, '1er ') : written;
}

function say(moment, now) {
  const minutes = Math.round((now - moment) / 60000);
  if (moment > now) return `${day(moment, now)}, ${hour(moment)}`;
  if (minutes < 1) return document.documentElement.dataset.now;
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 360) return relative.format(-Math.round(minutes / 60), 'hour');
  const days = (Date.parse(dayKey.format(now)) - Date.parse(dayKey.format(moment))) / 86400000;
  if (days < 2) return `${relative.format(-days, 'day')}, ${hour(moment)}`;
  return day(moment, now);
}

function refresh(root) {
  const now = new Date();
  root.querySelectorAll('time[data-rel]').forEach((element) => {
    const moment = new Date(element.dateTime);
    const text = say(moment, now);
    if (!element.title) element.title = `${day(moment, new Date(0))}, ${hour(moment)}`;
    if (element.textContent !== text) element.textContent = text;
  });
}

document.addEventListener('htmx:after:swap', () => refresh(document));
setInterval(() => { if (!document.hidden) refresh(document); }, 30000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(document); });
refresh(document);
