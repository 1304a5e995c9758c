// The panel: draws what the phone sends and sends back which keys are pressed.
import { Sound } from '/assets/sound.js';

const phone = JSON.parse(document.querySelector('meta[name=phone]').content);
const byId = id => document.getElementById(id);
const width = phone['screen.width'];
const height = phone['screen.height'];
const hardKeys = new Set(phone.hardKeys);
const lamps = new Map();
const keys = new Map();
const HOLD_MILLIS = 800;
const PICTURE = 1;
const SOUND = 2;
const LOGGED_OUT = 4401;

const ICONS = {
  UP: 'M6 15l6-6 6 6', DOWN: 'M6 9l6 6 6-6', LEFT: 'M15 6l-6 6 6 6', RIGHT: 'M9 6l6 6-6 6',
  MUTE: 'M9 6a3 3 0 016 0v5a3 3 0 01-6 0zM6 11a6 6 0 0012 0M12 17v4M4 4l16 16',
  VOLUME_UP: 'M4 10v4h3l5 4V6L7 10zM16 12h5M18.500 9.500v5', VOLUME_DOWN: 'M4 10v4h3l5 4V6L7 10zM16 12h5',
  HANDSFREE: 'M4 10v4h3l5 4V6L7 10zM15 9a4 4 0 010 6M17.500 6.500a8 8 0 010 11',
  HEADSET: 'M4 14v-2a8 8 0 0116 0v2M4 14h3v5H5a1 1 0 01-1-1zM20 14h-3v5h2a1 1 0 001-1zM18 19c0 2-2 2-4 2',
  MESSAGE: 'M3 6h18v12H3zM3 7l9 6 9-6',
};
// Hard keys of the hardware facts: the name that presses them, what is on them, what they are called.
const FUNCTIONS = {
  Message: ['MESSAGE', null, 'Messages'], Headset: ['HEADSET', null, 'Headset'], Hold: ['HOLD', 'Hold', 'Hold'],
  Transfer: ['TRANSFER', 'Transfer', 'Transfer'], Conference: ['CONFERENCE', 'Conf', 'Conference'], Redial: ['RD', 'Redial', 'Redial'],
  Handsfree: ['HANDSFREE', null, 'Speaker'], Release: ['RELEASE', 'Release', 'Release the call'],
};

// --- The body ---------------------------------------------------------------------------------------------------------

function key(name, { text, label = text, small, lamp, className = '' } = {}) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `key ${className}`;
  button.dataset.key = name;
  button.setAttribute('aria-label', label ?? name);
  if (ICONS[name]) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', ICONS[name]);
    svg.append(path);
    button.append(svg);
  } else {
    button.append(text ?? '');
  }
  if (small) {
    const letters = document.createElement('small');
    letters.textContent = small;
    button.append(letters);
  }
  if (lamp) {
    const light = document.createElement('span');
    light.className = 'lamp';
    button.append(light);
    lamps.set(name, light);
  }
  keys.set(name, button);
  return button;
}

function build() {
  const screen = byId('screen');
  screen.width = width;
  screen.height = height;
  document.documentElement.style.setProperty('--w', String(width > 500 ? 62 : 44));
  document.documentElement.style.setProperty('--ratio', `${width} / ${height}`);
  const half = Math.ceil(phone.lineKeys / 2);
  for (let i = 1; i <= phone.lineKeys; i++) {
    const line = key(`L${i}`, { label: `Line key ${i}`, lamp: true, className: 'line' });
    const middle = phone['lineKeys.top'] + (((i - 1) % half) + 0.5) * phone['lineKeys.height'];
    line.style.top = `${100 * middle / height}%`; // beside its label
    byId(i <= half ? 'left' : 'right').append(line);
  }
  for (let i = 1; i <= phone.softkeys; i++) {
    byId('softkeys').append(key(`F${i}`, { label: `Softkey ${i}` }));
  }
  for (const [hard, [name, text, label]] of Object.entries(FUNCTIONS)) {
    if (hardKeys.has(hard)) {
      byId('functions').append(key(name, { text, label, lamp: true, className: name.toLowerCase() }));
    }
  }
  const letters = ['', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
  letters.forEach((small, i) => byId('digits').append(key(String(i + 1), { text: String(i + 1), small: small || '\u00a0' })));
  byId('digits').append(key('F_STAR', { text: '*', label: 'Star' }), key('0', { text: '0', small: '+' }), key('F_POUND', { text: '#', label: 'Pound' }));
  byId('rocker').append(key('VOLUME_DOWN', { label: 'Volume down' }));
  if (hardKeys.has('Mute')) {
    byId('rocker').append(key('MUTE', { label: 'Mute', lamp: true }));
  }
  byId('rocker').append(key('VOLUME_UP', { label: 'Volume up' }));
  for (const [name, text, label] of [['UP', '', 'Up'], ['LEFT', '', 'Left'], ['OK', 'OK', 'OK'], ['RIGHT', '', 'Right'], ['CANCEL', 'C', 'Cancel'], ['DOWN', '', 'Down']]) {
    byId('compass').append(key(name, { text, label, className: name.toLowerCase() }));
  }
}

// --- The wire ---------------------------------------------------------------------------------------------------------

let socket;
let retry = 500;

function send(message) {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(message);
  }
}

const sound = new Sound(send);

function link(text, state) {
  byId('link').textContent = text;
  byId('link').className = `link ${state}`;
}

function connect() {
  socket = new WebSocket(`wss://${location.host}/panel/live`);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    retry = 500;
    link('Connected', 'up');
    sound.announce();
  };
  socket.onmessage = ({ data }) => (typeof data === 'string' ? told(JSON.parse(data)) : drawn(new DataView(data)));
  socket.onclose = async ({ code }) => {
    link('The phone does not answer. Trying again …', 'down');
    if (code === LOGGED_OUT || !(await isLoggedIn())) {
      location.assign('/panel'); // or to log in first
      return;
    }
    setTimeout(connect, retry);
    retry = Math.min(retry * 2, 8000);
  };
}

/** True as well while the phone is away: nobody is sent to a page that does not come. */
async function isLoggedIn() {
  try {
    const answer = await fetch('/panel', { method: 'HEAD', redirect: 'manual' });
    return answer.type !== 'opaqueredirect';
  } catch {
    return true;
  }
}

function drawn(data) {
  const kind = data.getUint16(0);
  if (kind === PICTURE) {
    picture(data);
  } else if (kind === SOUND) {
    sound.play(data);
  }
}

function picture(data) {
  const [x, y, w, h] = [2, 4, 6, 8].map(at => data.getUint16(at));
  const image = new ImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  let to = 0;
  for (let at = 10; at < data.byteLength; at += 4) {
    const colour = (0xff000000 | data.getUint8(at + 3) << 16 | data.getUint8(at + 2) << 8 | data.getUint8(at + 1)) >>> 0;
    const run = data.getUint8(at) + 1;
    pixels.fill(colour, to, to + run);
    to += run;
  }
  byId('screen').getContext('2d').putImageData(image, x, y);
  document.body.dataset.drawn = String(Number(document.body.dataset.drawn ?? 0) + 1);
}

function told(message) {
  if (message.type === 'screen') {
    shown(message);
  } else if (message.type === 'lights') {
    for (const [name, lamp] of lamps) {
      lamp.className = `lamp ${message.lights[name] ?? ''}`;
      keys.get(name).setAttribute('aria-description', message.lights[name] ? `light ${message.lights[name]}` : '');
    }
  } else if (message.type === 'audio') {
    sound.streams(message.streams);
  } else if (message.type === 'refused') {
    const name = document.querySelector(`[data-key="${CSS.escape(message.key)}"]`)?.getAttribute('aria-label') ?? message.key;
    refuse(message.what === 'hold' ? `Holding ${name} does nothing.` : `${name} is not available on this phone.`);
    lift(lifted);
  }
}

function shown(screen) {
  document.body.dataset.state = screen.state;
  byId('screen').setAttribute('aria-label', `Screen: ${screen.spoken}`);
  if (byId('spoken').textContent !== screen.spoken) {
    byId('spoken').textContent = screen.spoken;
  }
  lifted = screen.lifted;
  lift(lifted);
  const unused = new Set(screen.unused);
  for (let i = 1; i <= phone.softkeys; i++) {
    keys.get(`F${i}`).setAttribute('aria-label', screen.softkeys[i - 1] || `Softkey ${i}`);
    if (!screen.softkeys[i - 1]) {
      unused.add(`F${i}`);
    }
  }
  for (const [name, button] of keys) {
    button.setAttribute('aria-disabled', String(unused.has(name)));
  }
  for (let i = 1; i <= phone.lineKeys; i++) {
    keys.get(`L${i}`).setAttribute('aria-label', [screen.keys[`L${i}`], `Line key ${i}`].filter(Boolean).join(', '));
  }
  byId('ringer').classList.toggle('on', screen.state === 'ringing');
  document.title = screen.state === 'ringing' ? `☎ ${screen.title} · ${phone.model}` : phone.model;
}

let refusal;
function refuse(text) {
  clearTimeout(refusal);
  byId('refusal').textContent = text;
  refusal = setTimeout(() => { byId('refusal').textContent = ''; }, 4000);
}

// --- The hands --------------------------------------------------------------------------------------------------------

const handset = byId('handset');
let lifted = false; // as the phone said last

/** Draws the handset. */
function lift(up) {
  handset.setAttribute('aria-pressed', String(up));
}

function press(name) {
  if (name === 'OFFHOOK') {
    const up = handset.getAttribute('aria-pressed') !== 'true';
    lift(up);
    name = up ? 'OFFHOOK' : 'ONHOOK';
  }
  // Whatever can begin to talk may ask for the microphone; a mere digit may not.
  if (phone.audio && /^(OFFHOOK|HANDSFREE|HEADSET|OK|[FL]\d+)$/.test(name)) {
    sound.start().catch(e => refuse(`No microphone: ${e.message}`));
  }
  send(`press ${name}`);
}

function listen() {
  if (phone.audio) {
    sound.listen().catch(e => refuse(`No sound: ${e.message}`));
  }
}

let down; // the key that a finger is on and that was not held yet

function touch(button) {
  letGo();
  down = { button, timer: button === handset ? 0 : setTimeout(() => {
    send(`hold ${button.dataset.key}`);
    down = undefined;
  }, HOLD_MILLIS) };
}

function letGo() {
  clearTimeout(down?.timer);
  down = undefined;
}

document.addEventListener('pointerdown', event => {
  listen();
  const button = event.target.closest('[data-key]');
  if (button && !event.button) {
    document.activeElement?.blur(); // Enter is OK again
    touch(button);
  }
});
document.addEventListener('mousedown', event => {
  if (event.target.closest('[data-key]')) {
    event.preventDefault(); // no focus, which is for those who come by Tab
  }
});
document.addEventListener('pointerup', () => clearTimeout(down?.timer));
document.addEventListener('pointercancel', letGo);
document.addEventListener('click', event => {
  const button = event.target.closest('[data-key]');
  // A click that no pointer made comes from the keyboard or a screen reader; one whose pointer stayed too long was a hold.
  if (button && (event.detail === 0 || down?.button === button)) {
    press(button.dataset.key);
  }
  letGo();
});

const STRIKES = new Set(['Enter', ' ']); // press what has the focus
const TYPED = { Enter: 'OK', Escape: 'CANCEL', ArrowUp: 'UP', ArrowDown: 'DOWN', ArrowLeft: 'LEFT', ArrowRight: 'RIGHT', '*': 'F_STAR', '#': 'F_POUND', h: 'OFFHOOK', Backspace: 'CANCEL' };
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const focused = event.target.closest?.('button, a, input');
  if (focused && STRIKES.has(event.key)) {
    if (focused.dataset.key) {
      event.preventDefault(); // it is pressed when it is let go
      if (!event.repeat) {
        listen();
        touch(focused);
        focused.classList.add('held');
      }
    }
    return;
  }
  if (event.repeat) {
    return;
  }
  listen();
  const soft = /^F([1-5])$/.exec(event.key);
  const typed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const name = /^\d$/.test(typed) ? typed : soft && Number(soft[1]) <= phone.softkeys ? typed : TYPED[typed];
  if (name) {
    event.preventDefault();
    const button = keys.get(name);
    button?.classList.add('held');
    setTimeout(() => button?.classList.remove('held'), 120);
    press(name);
  }
});

document.addEventListener('keyup', event => {
  const focused = event.target.closest?.('[data-key]');
  if (focused && STRIKES.has(event.key)) {
    event.preventDefault();
    focused.classList.remove('held');
    if (down?.button === focused) {
      letGo();
      press(focused.dataset.key);
    }
  }
});
document.addEventListener('focusout', event => {
  event.target.classList.remove('held');
  letGo();
});

// A page that somebody looks at is in use, and so is one that talks.
setInterval(() => {
  if (document.visibilityState === 'visible' || sound.busy) {
    send('seen');
  }
}, 60_000);

build();
connect();
listen();
