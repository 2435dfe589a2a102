import { h, words } from 'cks-hub';

// The newest orders that wait for the viewer; when none does, the newest: as OrderListWidget draws them first, which says of each beside its title whether the viewer ordered it.
export default ({ items }, { maxItems }) => {
  if (items.length === 0) return h('p', null, 'There is no order.');
  const waiting = items.filter(order => Object.values(order._can ?? {}).includes(true));
  const shown = (waiting.length ? waiting : items).slice(0, maxItems ?? 10);
  return [
    waiting.length ? null : h('p', { class: 'note' }, 'None waits for you. The newest:'),
    h('ul', null, shown.map(order => h('li', { 'data-order': order.code }, `${order.code} `, h('span', { dir: 'auto' }, order.title ?? ''), h('br'), h('span', { class: 'note' }, words(order.status))))),
    h('p', null, h('a', { href: '/hub/orders' }, 'All orders')),
  ];
};
