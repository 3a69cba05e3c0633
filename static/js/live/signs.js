/* The small signs: a dot beside a community with something new, the bell's number, the line that says the live is off. */
const words = document.getElementById('live-words').dataset;
const line = document.getElementById('live-state');

function dot(topic) {
  const link = document.querySelector(`[data-community="${topic.slice('community:'.length)}"]`);
  if (link && !link.hasAttribute('aria-current')) link.classList.add('unread');
}

/* What the server says of both: asked when something may have gone, or was read in another window. */
let asking = 0;
function ask(milliseconds) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const answer = await fetch(words.signsUrl, { headers: { 'HX-Request': 'true' } }).catch(() => null);
    if (!answer || !answer.ok || answer.headers.get('HX-Redirect')) return;
    const { unread, dots } = await answer.json();
    const waiting = new Set(dots);
    document.querySelectorAll('[data-community]').forEach((link) => {
      link.classList.toggle('unread', waiting.has(link.dataset.community) && !link.hasAttribute('aria-current'));
    });
    ring(unread);
  }, milliseconds);
}
const SOON = 200;
const APART = 1500; // milliseconds: what goes is told to all at once, who show it

function ring(unread) {
  window.maillage.waits('notifications', unread);
  const bell = document.getElementById('bell');
  if (!bell) return;
  bell.querySelectorAll('.bar-count, .bar-count + .sr').forEach((part) => part.remove());
  if (!unread) return;
  const count = document.createElement('span');
  const said = document.createElement('span');
  count.className = 'bar-count';
  count.setAttribute('aria-hidden', 'true');
  count.textContent = unread > 99 ? '99+' : unread;
  said.className = 'sr';
  said.textContent = `, ${(unread === 1 ? words.unreadOne : words.unreadMany).replace('{count}', unread)}`;
  bell.append(count, said);
}

function write(text, address) {
  const place = line.querySelector('[data-live-text]');
  const link = line.querySelector('a');
  if (place.textContent !== text) {
    place.textContent = text;
    if (text) window.maillage.announce(text);
  }
  link.hidden = !address;
  if (address) link.href = address;
  line.hidden = !text;
}

document.addEventListener('live:message', ({ detail: message }) => {
  if (message.kind === 'post' && message.topic.startsWith('community:') && !message.mine) dot(message.topic);
  if (message.kind === 'notification') ring(message.unread);
  if (message.kind === 'signs') ask(SOON);
  if (['gone', 'back'].includes(message.kind) && message.topic.startsWith('community:')) ask(SOON + Math.random() * APART);
});
document.addEventListener('live:following', ({ detail: { topics, before, again } }) => {
  if (again) ask(SOON + Math.random() * APART);
  Object.entries(topics).forEach(([topic, state]) => {
    if (topic.startsWith('community:') && before[topic] && before[topic] !== state) dot(topic);
  });
});
document.addEventListener('live:state', ({ detail: state }) => {
  write(state === 'on' ? '' : navigator.onLine ? words.off : words.offline);
});
document.addEventListener('live:signed-out', ({ detail: address }) => write(words.signedOut, address));
document.addEventListener('live:closed', () => write(words.gone));
document.addEventListener('live:reopened', () => { write(''); document.dispatchEvent(new CustomEvent('live:follow')); });
