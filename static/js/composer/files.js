/* The files of a form [data-files]: each is sent as soon as it is chosen, dropped or pasted, with its progress shown. What came
   back stands in the form as fields, so that publishing takes it along; publishing waits for what is still under way, and asks
   about what could not be sent: its line keeps the file, to try again. */
const AT_ONCE = 2;
const queues = new WeakMap();

const fieldOf = (node) => node.closest('form')?.querySelector('[data-files]');
const linesOf = (field) => field.querySelector('[data-file-lines]');
const keyOf = (field) => field.dataset.key || field.closest('form').elements.client_key.value;
const csrf = (field) => field.closest('form').elements.csrfmiddlewaretoken.value;
const queueOf = (field) => {
  if (!queues.has(field)) queues.set(field, { waiting: [], running: 0, submitter: null, submits: false });
  return queues.get(field);
};

function changed(field) {
  field.closest('form').dispatchEvent(new Event('input', { bubbles: true }));
}

function line(field, file) {
  const item = document.createElement('li');
  item.className = 'file-line';
  item.dataset.fileSending = '';
  const main = document.createElement('div');
  main.className = 'file-main';
  const name = document.createElement('p');
  name.className = 'file-name';
  name.textContent = file.name;
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', `${field.dataset.sending} ${file.name}`);
  main.append(name, bar);
  item.append(main);
  linesOf(field).append(item);
  return item;
}

/* Why a file was not taken, and whether trying again may help. */
function whyNot(field, request) {
  const { status } = request;
  const words = field.dataset;
  if (status === 422) return { message: request.responseText };
  if (status === 413) return { message: words.large };
  if (status === 429) return { message: words.often, again: true };
  if (status === 401 || status === 403 || request.responseURL.includes('/login/')) return { message: words.ended, again: true, ended: true };
  if (!status) return { message: words.failed, again: true };
  const id = request.getResponseHeader('X-Request-Id');
  const reference = id ? document.getElementById('toasts').dataset.reference.replace('{id}', id) : '';
  return { message: `${words.fault} ${reference}`.trim(), again: true };
}

function act(item, label, then) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-quiet btn-sm';
  button.textContent = label;
  button.addEventListener('click', then);
  item.append(button);
}

function fail(field, item, { message, again, ended }, file) {
  delete item.dataset.fileSending;
  item.classList.add('is-refused');
  item.querySelector('progress')?.remove();
  const words = document.createElement('p');
  words.className = 'error-text';
  words.setAttribute('role', 'alert');
  words.textContent = message;
  item.querySelector('.file-main').append(words);
  if (again) act(item, field.dataset.again, () => retry(field, item, file, ended));
  act(item, field.dataset.dismiss, () => { item.remove(); release(field); });
}

async function retry(field, item, file, ended) {
  if (ended) await renew(field);
  const fresh = line(field, file);
  item.replaceWith(fresh);
  release(field);
  queueOf(field).waiting.push({ file, item: fresh });
  next(field);
}

/* Signed in again, elsewhere: this page asks for the token of the new session. */
async function renew(field) {
  const answer = await fetch(window.location.href, { redirect: 'error' }).catch(() => null);
  const page = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
  const form = field.closest('form');
  const isTheirs = page && page.getElementById('outbox')?.dataset.person === form.dataset.person;
  const given = isTheirs && page.querySelector('input[name="csrfmiddlewaretoken"]');
  if (given) form.elements.csrfmiddlewaretoken.value = given.value;
}

/* Nothing leaves without a file that was to go with it, unless its writer says so. */
function hold(field, submitter) {
  const missing = field.querySelector('.is-refused .file-name');
  release(field);
  const line = document.createElement('div');
  const words = document.createElement('p');
  line.className = 'row row-wrap mt-2';
  line.dataset.filesHeld = '';
  words.className = 'error-text';
  words.setAttribute('role', 'alert');
  words.textContent = field.dataset.held.replace('{name}', missing.textContent);
  line.append(words);
  act(line, field.dataset.without, () => {
    field.querySelectorAll('.is-refused').forEach((item) => item.remove());
    release(field);
    field.closest('form').requestSubmit(submitter);
  });
  field.append(line);
  line.querySelector('button').focus();
}

function release(field) {
  field.querySelector('[data-files-held]')?.remove();
}

function send(field, { file, item }) {
  const queue = queueOf(field);
  const body = new FormData();
  body.append('key', keyOf(field));
  body.append('files', file, file.name || 'image.png');
  const request = new XMLHttpRequest();
  queue.running += 1;
  request.upload.addEventListener('progress', (event) => {
    const bar = item.querySelector('progress');
    if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener('loadend', () => {
    queue.running -= 1;
    if (request.status === 200 && !request.responseURL.includes('/login/')) {
      const parsed = new DOMParser().parseFromString(request.responseText, 'text/html');
      const made = document.adoptNode(parsed.querySelector('.file-line'));
      item.replaceWith(made);
      changed(field);
    } else fail(field, item, whyNot(field, request), file);
    next(field);
  });
  request.open('POST', field.dataset.files);
  request.setRequestHeader('X-CSRFToken', csrf(field));
  request.send(body);
}

function next(field) {
  const queue = queueOf(field);
  while (queue.running < AT_ONCE && queue.waiting.length) send(field, queue.waiting.shift());
  const form = field.closest('form');
  const busy = queue.running > 0;
  form.querySelectorAll('.btn-primary').forEach((button) => (busy && queue.submits ? button.setAttribute('aria-busy', 'true') : button.removeAttribute('aria-busy')));
  if (!busy && queue.submits) {
    queue.submits = false;
    if (field.querySelector('.is-refused')) hold(field, queue.submitter);
    else form.requestSubmit(queue.submitter);
  }
}

function add(field, files) {
  const queue = queueOf(field);
  let room = Number(field.dataset.most) - field.querySelectorAll('.file-line:not(.is-refused)').length;
  [...files].forEach((file) => {
    const item = line(field, file);
    if (room <= 0) fail(field, item, { message: field.dataset.tooMany });
    else if (file.size > Number(field.dataset.heaviest)) fail(field, item, { message: field.dataset.tooHeavy });
    else { room -= 1; queue.waiting.push({ file, item }); }
  });
  next(field);
}

async function refresh(field) {
  if (!keyOf(field) || linesOf(field).children.length) return;
  const answer = await fetch(`${field.dataset.files}?key=${encodeURIComponent(keyOf(field))}`, { redirect: 'error' });
  if (!answer.ok) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
  linesOf(field).append(...parsed.querySelectorAll('.file-line'));
}

function start() {
  document.querySelectorAll('[data-files]:not(.is-live)').forEach((field) => field.classList.add('is-live'));
}

document.addEventListener('change', (event) => {
  const input = event.target;
  const field = input.matches('input[type="file"][name="files"]') && input.closest('[data-files]');
  if (field) { const chosen = [...input.files]; input.value = ''; add(field, chosen); return; }
  if (input.matches('[data-file-alt]')) {
    const body = new FormData();
    body.append('alt', input.value);
    fetch(input.dataset.fileAlt, { method: 'POST', body, headers: { 'X-CSRFToken': csrf(input) }, redirect: 'error', keepalive: true }).catch(() => {});
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-file-remove]');
  if (!button) return;
  event.preventDefault();
  const field = fieldOf(button);
  fetch(button.dataset.fileRemove, { method: 'POST', headers: { 'X-CSRFToken': csrf(field) }, redirect: 'error' }).then((answer) => {
    if (!answer.ok && answer.status !== 404) return;
    button.closest('.file-line').remove();
    field.querySelector('input[type="file"]').focus();
    changed(field);
  }).catch(() => window.maillage?.toast(field.dataset.failed));
});
document.addEventListener('submit', (event) => {
  const field = event.target.querySelector?.('[data-files]');
  if (!field) return;
  const queue = queueOf(field);
  const isBusy = queue.running || queue.waiting.length;
  const isGivenUp = ['next', 'preview_of'].includes(event.submitter?.name);
  if (isGivenUp || (!isBusy && !field.querySelector('.is-refused'))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!isBusy) { hold(field, event.submitter); return; }
  queue.submits = true;
  queue.submitter = event.submitter;
  next(field);
}, true);

const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
['dragover', 'dragleave', 'drop'].forEach((kind) => document.addEventListener(kind, (event) => {
  const field = event.target instanceof Element && holdsFiles(event) ? fieldOf(event.target) : null;
  if (!field) return;
  event.preventDefault();
  field.classList.toggle('is-over', kind === 'dragover');
  if (kind === 'drop') add(field, event.dataTransfer.files);
}));
document.addEventListener('paste', (event) => {
  const field = event.target instanceof Element ? fieldOf(event.target) : null;
  if (!field || !event.clipboardData?.files.length || event.clipboardData.types.includes('text/plain')) return;
  event.preventDefault();
  add(field, event.clipboardData.files);
});
document.addEventListener('draft:restored', (event) => {
  const field = event.target.querySelector('[data-files]');
  if (field) refresh(field);
});
document.addEventListener('htmx:after:swap', start);
start();
