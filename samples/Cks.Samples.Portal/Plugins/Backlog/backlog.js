import { h, words } from 'cks-hub';

// How many orders stand in which state. Nothing draws it on the server: what a plugin brings is drawn here.
export default ({ items, more }, { options }) => {
  const shown = items.filter(({ isClosed }) => options.withClosed || !isClosed);
  if (shown.length === 0) return h('p', null, 'No order waits.');
  return [
    h('dl', { class: 'numbers' }, shown.map(({ state, count }) => h('div', null, h('dt', null, words(state)), h('dd', { 'data-state': state }, count)))),
    more ? h('p', { class: 'note' }, 'Of the newest orders.') : null,
  ];
};
