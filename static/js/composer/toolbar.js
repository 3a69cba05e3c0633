/* The toolbar over a field: one stop of Tab, arrows inside; Ctrl or Cmd with B, I, K in the field do the same. */
const { fieldOf, isCommand, put, send } = window.maillage.writing;

const KEYS = { b: 'bold', i: 'italic', k: 'link' };
const AROUND = { bold: '**', italic: '*' };
const BEFORE = { list: () => '- ', numbers: (line) => `${line + 1}. `, quote: () => '> ' };
const BEGUN = { list: /^[-*+] /, numbers: /^\d+[.)] /, quote: /^> ?/ };

/* Marks both ends of the selection, or takes the marks away where they are. */
function around(field, mark) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const size = mark.length;
  if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark && value[from - size - 1] !== '*') {
    put(field, from - size, to + size, value.slice(from, to));
    field.setSelectionRange(from - size, to - size);
    return;
  }
  put(field, from, to, mark + value.slice(from, to) + mark);
  field.setSelectionRange(from + size, to + size);
}

/* Marks each line that the selection touches, or takes the marks away where all have one. */
function lines(field, kind) {
  const { selectionStart, selectionEnd, value } = field;
  const from = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const next = value.indexOf('\n', selectionEnd);
  const to = next < 0 ? value.length : next;
  const old = value.slice(from, to).split('\n');
  const marked = old.every((line) => BEGUN[kind].test(line));
  const made = old.map((line, place) => (marked ? line.replace(BEGUN[kind], '') : BEFORE[kind](place) + line)).join('\n');
  put(field, from, to, made);
  if (old.length > 1) field.setSelectionRange(from, from + made.length);
}

function link(field) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  const isAddress = /^(https?:\/\/|mailto:)\S+$/.test(chosen);
  put(field, from, to, isAddress ? `[](${chosen})` : `[${chosen}](https://)`);
  const text = from + 1;
  if (isAddress || !chosen) field.setSelectionRange(text, text);
  else field.setSelectionRange(to + 3, to + 3 + 'https://'.length);
}

function code(field) {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (!chosen.includes('\n')) { around(field, '`'); return; }
  put(field, field.selectionStart, field.selectionEnd, `\`\`\`\n${chosen}\n\`\`\``);
}

function act(field, kind) {
  if (kind in AROUND) around(field, AROUND[kind]);
  else if (kind in BEFORE) lines(field, kind);
  else if (kind === 'link') link(field);
  else code(field);
}

function move(bar, to) {
  const buttons = [...bar.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[to];
  if (next === undefined) return false;
  const chosen = buttons[(next + buttons.length) % buttons.length];
  buttons.forEach((button) => { button.tabIndex = button === chosen ? 0 : -1; });
  chosen.focus();
  return true;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('.toolbar [data-mark]');
  if (button && button.getAttribute('aria-disabled') !== 'true') act(fieldOf(button), button.dataset.mark);
});

/* Whoever chose so sends a reply with Enter alone; Shift and Enter begin a line. Of a list of suggestions, Enter takes one first. */
function sendsByEnter(event) {
  const { target } = event;
  const isBare = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  return isBare && target.matches?.('form[data-enter-sends] [data-writing] textarea');
}

document.addEventListener('keydown', (event) => {
  if (sendsByEnter(event)) { event.preventDefault(); if (event.target.value.trim()) send(event.target.form); return; }
  const bar = event.target.closest?.('.toolbar');
  if (bar && move(bar, event.key)) event.preventDefault();
  if (!event.target.matches?.('[data-writing] textarea, form:has([data-writing]) :is(input, select)') || !isCommand(event)) return;
  const field = fieldOf(event.target);
  const kind = event.target === field && !event.shiftKey && KEYS[event.key.toLowerCase()];
  if (kind) { event.preventDefault(); act(field, kind); }
  if (event.key === 'Enter') { event.preventDefault(); send(field.form); }
});

const wake = () => document.querySelectorAll('.toolbar[hidden]').forEach((bar) => { bar.hidden = false; });
document.addEventListener('htmx:after:swap', wake);
document.addEventListener('composer:changed', wake);
wake();
