/* Counters of what is on the page: replies of a card, reactions of an open thread. They come with the message. */
const words = document.getElementById('live-words').dataset;
const shown = (number) => number.toLocaleString(document.documentElement.lang);

function replies(id, count) {
  const heading = document.querySelector(`[data-live-thread][data-topics="post:${id}"]`) && document.getElementById('replies');
  if (heading && count) heading.textContent = `${shown(count)} ${count === 1 ? words.reply : words.replies}`;
  const place = document.getElementById(`n-${id}`);
  if (!place) return;
  const unit = document.createElement('span');
  unit.className = 'sr';
  unit.textContent = ` ${count === 1 ? words.reply : words.replies}`;
  place.replaceChildren(...(count ? [shown(count), unit] : []));
}

/* The button that gives a reaction has its icon and its name; a reaction without a button needs the server's help. */
function reactions(id, counts) {
  const place = document.getElementById(`sum-${id}`);
  if (!place) return true;
  const kinds = [...document.querySelectorAll(`[id^="r-${id}-"]`)].map((button) => [button.id.slice(`r-${id}-`.length), button]);
  if (Object.keys(counts).some((kind) => !kinds.find(([name]) => name === kind))) return false;
  place.replaceChildren(...kinds.filter(([kind]) => counts[kind]).map(([kind, button]) => {
    const sum = document.createElement('span');
    const number = document.createElement('span');
    sum.className = 'react-sum';
    number.className = 'num';
    number.textContent = shown(counts[kind]);
    sum.append(...[...button.querySelectorAll('svg')].map((icon) => icon.cloneNode(true)), number, ` ${button.textContent.trim()}`);
    return sum;
  }));
  return true;
}

async function recount() {
  const list = document.querySelector('[data-counts-url]');
  if (!list) return;
  const response = await fetch(list.dataset.countsUrl, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!response || !response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  page.querySelectorAll('[id]').forEach((counter) => {
    const place = document.getElementById(counter.id);
    if (place) place.replaceWith(document.adoptNode(counter));
  });
}

document.addEventListener('live:message', ({ detail: message }) => {
  if (message.kind === 'counts') replies(message.id, message.comments);
  if (message.kind === 'reaction' && !reactions(message.id, message.counts)) setTimeout(recount, Math.random() * 1500);
});
document.addEventListener('live:recount', recount);
