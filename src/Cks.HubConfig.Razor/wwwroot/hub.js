// The shell of a hub: widgets that are loaded and read again, tabs, and a page that follows its view. Nothing that comes from data ever becomes markup.

/** Makes an element of text and other nodes: h('p', { class: 'note' }, 'text'). Attributes that are null are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) if (value != null) element.setAttribute(key, value);
  element.append(...children.flat().filter(child => child != null).map(child => (child instanceof Node ? child : String(child))));
  return element;
}

/** crewCount, start-delivery and service_created as words. */
export function words(name) {
  const text = String(name).replace(/[-_]/g, ' ').replace(/[A-Z]/g, ' $&').toLowerCase().trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const patience = 30_000, longest = 300_000;
const home = document.body.dataset;
const widgets = new Map();
let isOver = false;

// Said of every request: nobody sits there for it, so that it keeps no idle session alive.
const ask = (address, headers) => fetch(address, { headers: { ...headers, 'Cks-Unattended': '1' }, credentials: 'same-origin', redirect: 'manual', signal: AbortSignal.timeout(patience) });
const state = (text, kind) => h('p', kind ? { class: 'cks-fallback', 'data-fault': kind } : { class: 'cks-state' }, text);

function say(...what) {
  document.getElementById('cks-said')?.replaceChildren(...what);
}

// Who is signed out sees nothing any more of what they saw.
function end(text) {
  if (isOver) return;
  isOver = true;
  for (const widget of widgets.values()) widget.stop(state('You cannot see this any more.', 'ended'));
  say(text, ' ', h('a', { href: location.href }, 'Load the page again'));
}

class Widget {
  #section; #body; #timer; #render; #failures = 0; #isStopped = false; #isReading = false;

  constructor(section) {
    this.#section = section;
    this.#body = section.querySelector(':scope > .cks-body');
    const { refresh, max, options, source } = section.dataset;
    this.source = source;
    this.interval = refresh ? Number(refresh) : null;
    this.seen = { id: section.id.slice(2), maxItems: max ? Number(max) : null, options: options ? JSON.parse(options) : {} };
  }

  start() {
    if ('drawn' in this.#section.dataset) this.#wait(this.interval);
    else this.#show(state('Loading …')), this.refresh();
    this.#load();
  }

  stop(last) {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (last) this.#show(last);
  }

  async refresh() {
    clearTimeout(this.#timer);
    if (this.#isStopped || this.#isReading) return;
    if (document.hidden) return this.#wait(this.interval ?? patience);
    this.#isReading = true;
    this.#section.setAttribute('aria-busy', 'true');
    try {
      await this.#read();
    } catch {
      this.#failures++;
      if (!this.#isStopped) this.#note('This is not up to date. It is read again soon.');
    }
    this.#isReading = false;
    this.#section.removeAttribute('aria-busy');
    const wait = this.#failures ? Math.min((this.interval ?? 5_000) * 2 ** (this.#failures - 1), longest) : this.interval;
    this.#wait(wait);
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
    if (answer.status === 401 || answer.type === 'opaqueredirect') return end('You are signed out.');
    if (answer.status === 403 || answer.status === 404) {
      this.stop(state('You cannot see this any more.', 'refused'));
      return look();
    }
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  // A module that is not there, is not what was registered, or throws costs its own widget alone.
  #load() {
    return this.#render ??= import('cks-widget/' + this.#section.dataset.renderer).then(module => module.default, error => this.#break(error));
  }

  #break(error) {
    console.warn(`${this.seen.id}: ${error}`);
    this.stop(state('This part does not work at the moment.', 'module'));
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
    if (milliseconds != null && !this.#isStopped) this.#timer = setTimeout(() => this.refresh(), milliseconds * (1 + Math.random() / 10));
  }
}

function startWidgets(root) {
  for (const section of root.querySelectorAll('.cks-widget[data-renderer]')) {
    if (widgets.has(section)) continue;
    const widget = new Widget(section);
    widgets.set(section, widget);
    widget.start();
  }
}

// The view: asked for by its tag; when it is another one, the page is drawn anew by the server, and what changed takes the place of what was there.
let tag = null, digest = home.digest, watching = 0, isLooking = false, misses = 0;

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
  if (!isOver) watching = setTimeout(look, Math.min(Number(home.interval) * 2 ** misses, longest) * (1 + Math.random() / 10));
}

async function compare() {
  const answer = await ask(home.view, tag ? { 'If-None-Match': tag } : {});
  if (answer.status === 304) return;
  if (answer.status === 401 || answer.status === 403 || answer.type === 'opaqueredirect') return end('You are signed out.');
  if (answer.status === 404) return end('There is no hub for you any more.');
  if (!answer.ok) throw new Error(answer.status);
  const seen = digestOf(new Uint8Array(await answer.arrayBuffer()));
  if (seen !== digest) await renew();
  if (seen === digest) tag = answer.headers.get('ETag');
}

async function renew() {
  const answer = await ask(location.href, { Accept: 'text/html' });
  if (answer.status === 401 || answer.status === 403 || answer.type === 'opaqueredirect') return end('You are signed out.');
  if (answer.status === 404) return end('This page is not part of your hub any more.');
  if (!answer.ok) throw new Error(answer.status);
  // The style is taken out of the text: its nonce is not that of this page.
  const text = await answer.text(), inline = /<style nonce="[^"]*">([^<]*)<\/style>/;
  const next = new DOMParser().parseFromString(text.replace(inline, ''), 'text/html');
  for (const name of ['title', 'navigation', 'actions']) replacePart(next, name);
  const style = document.querySelector('style[nonce]'), css = text.match(inline)?.[1];
  if (style && css && style.textContent !== css) style.textContent = css;
  replaceWidgets(next);
  document.title = next.title;
  digest = next.body.dataset.digest;
  say('This page has changed.');
  setTimeout(() => isOver || say(), 10_000);
}

function replacePart(next, name) {
  const [old, now] = [document, next].map(page => page.querySelector(`[data-part="${name}"]`));
  if (!old || !now || old.isEqualNode(now)) return;
  old.hidden = now.hidden;
  old.replaceChildren(...now.childNodes);
}

// What a widget is, apart from what it shows: one that is the same stays as it is, with all that was read since. A container is the same when all in it is.
const kindOf = section => JSON.stringify([section, ...section.querySelectorAll('.cks-widget')].map(one => [one.id, one.dataset, one.querySelector('h2')?.textContent]));

function replaceWidgets(next) {
  const [old, now] = [document, next].map(page => page.querySelector('[data-part="widgets"]'));
  if (!old || !now) return;
  const staying = new Map([...old.children].map(section => [kindOf(section), section]));
  old.replaceChildren(...[...now.children].map(section => staying.get(kindOf(section)) ?? section));
  for (const [section, widget] of widgets) {
    if (section.isConnected) continue;
    widget.stop();
    widgets.delete(section);
  }
  startWidgets(old);
  old.querySelectorAll('.cks-tabs').forEach(startTabs);
}

// Tabs, as the pattern of ARIA has them: one stop for Tab, arrows within.
function startTabs(root) {
  const list = root.querySelector(':scope > .cks-tablist'), tabs = [...list.querySelectorAll('a')];
  if (list.role === 'tablist') return;
  const panels = tabs.map(tab => document.getElementById(tab.hash.slice(1)));
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
  choose(Math.max(0, panels.findIndex(panel => panel.id === location.hash.slice(1))));
}

document.querySelectorAll('.cks-tabs').forEach(startTabs);
startWidgets(document);
look();
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  look();
  for (const widget of widgets.values()) widget.refresh();
});
