// The shell of a hub: widgets that are loaded and read again, tabs, and a page that follows its view. Nothing that comes from data ever becomes markup.

// What an attribute may say without a policy that stops it: no script, no style, no document, and addresses of known kinds.
const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);
function isSafe(key, value) {
  if (/^(on|style$|srcdoc$)/i.test(key)) return false;
  return !/^(href|src|action|formaction|data|xlink:href)$/i.test(key) || schemes.has(Object.assign(document.createElement('a'), { href: value }).protocol);
}

/** Makes an element of text and other nodes: h('p', { class: 'note' }, 'text'). Attributes that are null or could run something are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) if (value != null && isSafe(key, value)) element.setAttribute(key, value);
  element.append(...children.flat().filter(child => child != null).map(child => (child instanceof Node ? child : String(child))));
  return element;
}

/** crewCount, start-delivery and service_created as words. */
export function words(name) {
  const text = String(name).replace(/[-_]/g, ' ').replace(/[A-Z]/g, ' $&').toLowerCase().trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const patience = 30_000, longest = 300_000;
// A part that is live: its module draws it, of data or where the server has drawn nothing.
const live = '.cks-widget[data-renderer]:is([data-source], :not([data-drawn]))';
const home = document.body.dataset;
// English, and over it what the page brings in its own language.
const texts = {
  broken: 'This part does not work at the moment.',
  loading: 'Loading …',
  notUpToDate: 'This is not up to date. It is read again soon.',
  notSeen: 'You cannot see this any more.',
  loadAgain: 'Load the page again',
  signedOut: 'You are signed out.',
  signInAgain: 'Sign in again to see this page.',
  somebodyElse: 'Somebody else has signed in.',
  notAllowed: 'You may not work here any more.',
  noHub: 'There is no hub for you any more.',
  noPage: 'This page is not part of your hub any more.',
  changed: 'This page has changed.',
  newVersion: 'There is a new version.',
  ...(home.texts && JSON.parse(home.texts)),
};
const widgets = new Map();
let isOver = false;

// Said of every request: nobody sits there for it, so that it keeps no idle session alive.
const ask = (address, headers) => fetch(address, { headers: { ...headers, 'Cks-Unattended': '1' }, credentials: 'same-origin', redirect: 'manual', signal: AbortSignal.timeout(patience) });
const state = (text, kind) => h('p', kind ? { class: 'cks-fallback', 'data-fault': kind } : { class: 'cks-state' }, text);

// With a tenth by chance, so that pages do not ask at once; what is longer than a timer can wait would be no time at all.
const later = (milliseconds, act) => setTimeout(act, Math.min(milliseconds * (1 + Math.random() / 10), 2 ** 31 - 1));
const backoff = (interval, failures) => Math.min(interval * 2 ** failures, Math.max(interval, longest));
// Without the part after #, with which nothing would be loaded.
const again = () => h('a', { href: location.pathname + location.search }, texts.loadAgain);

function say(...what) {
  document.getElementById('cks-said')?.replaceChildren(...what);
}

// One that fails keeps no other from its work.
function each(items, act) {
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      console.warn(error);
    }
  }
}

// Who may not see the page any more sees nothing of it: no widget, no row, no name.
function end(text) {
  if (isOver) return;
  isOver = true;
  for (const widget of widgets.values()) widget.stop();
  for (const part of document.querySelectorAll('.cks-header, [data-part], main')) part.replaceChildren();
  document.querySelector('main')?.append(state(texts.notSeen, 'ended'));
  document.title = text;
  say(text, ' ', again());
}

const isSignedOut = answer => answer.status === 401 || answer.type === 'opaqueredirect';

class Widget {
  #section; #body; #timer; #render; #failures = 0; #isStopped = false; #isReading = false;

  constructor(section) {
    this.#section = section;
    this.#body = section.querySelector(':scope > .cks-body');
    const { refresh, max, options, source, plugin } = section.dataset;
    this.source = source;
    this.isOfPlugin = plugin !== undefined;
    this.interval = refresh ? Number(refresh) : null;
    this.seen = { id: section.id.slice(2), maxItems: max ? Number(max) : null, options: options ? JSON.parse(options) : {} };
  }

  start() {
    if ('drawn' in this.#section.dataset) this.#wait(this.interval);
    else this.#show(state(texts.loading)), this.refresh();
    this.#load();
  }

  stop(...last) {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (last.length) this.#show(...last);
  }

  async refresh() {
    clearTimeout(this.#timer);
    if (isOver || this.#isStopped || this.#isReading) return;
    if (document.hidden) return this.#wait(this.interval ?? patience);
    this.#isReading = true;
    this.#section.setAttribute('aria-busy', 'true');
    try {
      await this.#read();
    } catch {
      this.#failures++;
      if (!this.#isStopped) this.#note(texts.notUpToDate);
    }
    this.#isReading = false;
    this.#section.removeAttribute('aria-busy');
    this.#wait(this.#failures ? backoff(this.interval ?? 5_000, this.#failures - 1) : this.interval);
  }

  async #read() {
    const render = await this.#load();
    if (!render || this.#isStopped) return;
    const data = this.source ? await this.#fetch() : null;
    if (data === undefined || this.#isStopped) return;
    this.#failures = 0;
    try {
      this.#show(...[render(data, this.seen)].flat());
    } catch (error) {
      this.#break(error);
    }
  }

  async #fetch() {
    const answer = await ask(this.source, { Accept: 'application/json' });
    // Why a source refuses, such as a proof that is too old, is its own affair; whether somebody is signed in, the view says.
    if (isSignedOut(answer) || answer.status === 403 || answer.status === 404) {
      this.stop(state(texts.notSeen, 'refused'));
      look();
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    // Data of plugins says whose it is, so that nobody reads another's under this page's name.
    if ((answer.headers.get('Cks-Viewer') ?? home.viewer) !== home.viewer) return end(texts.somebodyElse);
    const body = await answer.json();
    return this.isOfPlugin ? this.#own(Object.hasOwn(body.widgets, this.seen.id) ? body.widgets[this.seen.id] : null) : body;
  }

  // Of plugins the data of several widgets is one answer; one that the view does not have any more is not in it.
  #own(answered) {
    if (answered?.fault) throw new Error(answered.fault);
    if (answered) return answered.data ?? null;
    this.stop(state(texts.notSeen, 'refused'));
    look();
  }

  // A module that is not there, is not what was registered, or throws costs its own widget alone.
  #load() {
    return this.#render ??= import('cks-widget/' + this.#section.dataset.renderer).then(module => module.default, error => this.#break(error));
  }

  #break(error) {
    console.warn(`${this.seen.id}: ${error}`);
    this.stop(state(texts.broken, 'module'), h('p', null, again()));
  }

  #show(...nodes) {
    const next = h('div', { class: 'cks-body' }, nodes);
    if (next.isEqualNode(this.#body)) return;
    const focused = this.#body.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    this.#body.replaceWith(next);
    this.#body = next;
    if (focused) next.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  #note(text) {
    if (this.#body.querySelector(':scope > .cks-state')) this.#body.querySelector(':scope > .cks-state').textContent = text;
    else this.#body.append(state(text));
  }

  #wait(milliseconds) {
    if (milliseconds != null && !this.#isStopped) this.#timer = later(milliseconds, () => this.refresh());
  }
}

function startWidgets(root) {
  each(root.querySelectorAll(live), section => {
    if (widgets.has(section)) return;
    const widget = new Widget(section);
    widgets.set(section, widget);
    widget.start();
  });
}

// The view: asked for by its tag; when it is another one, the page is drawn anew by the server, and what changed takes the place of what was there.
let tag = null, digest = home.digest, tried = null, watching = 0, isLooking = false, misses = 0;

function digestOf(bytes) {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

async function look() {
  if (isOver || isLooking || !home.view) return;
  isLooking = true;
  clearTimeout(watching);
  try {
    if (!document.hidden) await compare();
    misses = 0;
  } catch {
    misses++;
  }
  isLooking = false;
  if (!isOver && home.view) watching = later(backoff(Number(home.interval), misses), look);
}

async function compare() {
  const answer = await ask(home.view, tag ? { 'If-None-Match': tag } : {});
  if (isOver || answer.status === 304) return;
  if (isSignedOut(answer)) return end(texts.signedOut);
  if (answer.status === 403) return end(texts.notAllowed);
  if (answer.status === 404 && (await answer.json().catch(() => null))?.reason === 'no_hub') return end(texts.noHub);
  const viewer = answer.headers.get('Cks-Viewer');
  if (answer.status === 404 || (answer.ok && !viewer)) {
    console.warn(`${home.view} is no view of a hub: this page does not follow it.`);
    delete home.view;
    return;
  }
  if (!answer.ok) throw new Error(answer.status);
  if (viewer !== home.viewer) return end(texts.somebodyElse);
  const seen = digestOf(new Uint8Array(await answer.arrayBuffer()));
  if (seen !== digest) await renew();
  if (isOver) return;
  // A page that is drawn of another view than this one, also when drawn again: that is not better the more often it is tried.
  if (seen !== digest && seen === tried) throw new Error('The page and the view differ.');
  tried = seen;
  if (seen === digest) tag = answer.headers.get('ETag');
}

async function renew() {
  const answer = await ask(location.href, { Accept: 'text/html' });
  if (isOver) return;
  if (isSignedOut(answer)) return end(texts.signInAgain);
  if (answer.status === 403 || answer.status === 404) return end(texts.noPage);
  if (!answer.ok) throw new Error(answer.status);
  // The style is taken out of the text: its nonce is not that of this page.
  const text = await answer.text(), inline = /<style nonce="[^"]*">([^<]*)<\/style>/;
  if (isOver) return;
  const next = new DOMParser().parseFromString(text.replace(inline, ''), 'text/html');
  if (next.body.dataset.viewer !== home.viewer) return end(texts.somebodyElse);
  let hasChanged = ['title', 'navigation', 'heading', 'actions'].map(name => replacePart(next, name)).includes(true);
  const style = document.querySelector('style[nonce]'), css = text.match(inline)?.[1];
  if (style && css && style.textContent !== css) [style.textContent, hasChanged] = [css, true];
  hasChanged = replaceWidgets(next) || hasChanged;
  document.title = next.title;
  digest = next.body.dataset.digest;
  // Modules of another version are not loaded into a page that has begun with this one.
  if (filesOf(next) !== filesOf(document)) return say(texts.newVersion, ' ', again());
  if (!hasChanged) return;
  const said = h('span', null, texts.changed);
  say(said);
  setTimeout(() => said.remove(), 10_000);
}

const filesOf = page => [...page.querySelectorAll('script[nonce]')].map(script => script.getAttribute('src') ?? script.textContent).join();

function replacePart(next, name) {
  const [old, now] = [document, next].map(page => page.querySelector(`[data-part="${name}"]`));
  if (!old || !now || old.isEqualNode(now)) return false;
  old.hidden = now.hidden;
  old.replaceChildren(...now.childNodes);
  return true;
}

// What a widget is, apart from what it shows where it is live: one that is the same stays as it is, with all that was read since. A container is the same when all in it is.
const kindOf = section => JSON.stringify([section, ...section.querySelectorAll('.cks-widget')].map(one =>
  [one.id, one.dataset, one.querySelector('h2')?.textContent, one.matches(live) ? '' : one.querySelector(':scope > .cks-body')?.innerHTML]));

function replaceWidgets(next) {
  const [old, now] = [document, next].map(page => page.querySelector('[data-part="widgets"]'));
  if (!old || !now) return false;
  const staying = new Map([...old.children].map(section => [kindOf(section), section]));
  const wanted = [...now.children].map(section => staying.get(kindOf(section)) ?? section);
  let hasChanged = false;
  // What stays is not touched, so that it keeps the focus, what is typed and where it is scrolled to.
  for (const section of [...old.children]) if (!wanted.includes(section)) section.remove(), hasChanged = true;
  wanted.forEach((section, i) => {
    const at = old.children[i] ?? null;
    if (at === section) return;
    hasChanged = true;
    if (section.parentNode === old && old.moveBefore) old.moveBefore(section, at);
    else old.insertBefore(section, at);
  });
  for (const [section, widget] of widgets) {
    if (section.isConnected) continue;
    widget.stop();
    widgets.delete(section);
  }
  startWidgets(old);
  each(old.querySelectorAll('.cks-tabs'), startTabs);
  return hasChanged;
}

// Tabs, as the pattern of ARIA has them: one stop for Tab, arrows within.
function startTabs(root) {
  const list = root.querySelector(':scope > .cks-tablist');
  if (!list || list.role === 'tablist') return;
  const panelOf = tab => document.getElementById(tab.getAttribute('href')?.slice(1) ?? '');
  const tabs = [...list.querySelectorAll('a')].filter(panelOf), panels = tabs.map(panelOf);
  if (tabs.length === 0) return;
  list.setAttribute('role', 'tablist');
  for (const item of list.children) item.setAttribute('role', 'presentation');
  const choose = (index, isFocused) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
    if (isFocused) tabs[index].focus();
  };
  tabs.forEach((tab, index) => {
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panels[index].id);
    panels[index].setAttribute('role', 'tabpanel');
    tab.addEventListener('click', event => (event.preventDefault(), choose(index)));
    tab.addEventListener('keydown', event => {
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose((to + tabs.length) % tabs.length, true);
    });
  });
  choose(Math.max(0, panels.findIndex(panel => panel.matches(':target'))));
}

// First whether all of this still holds, whatever becomes of the rest.
look();
startWidgets(document);
each(document.querySelectorAll('.cks-tabs'), startTabs);
document.addEventListener('visibilitychange', async () => {
  if (document.hidden) return;
  await look();
  for (const widget of widgets.values()) widget.refresh();
});
