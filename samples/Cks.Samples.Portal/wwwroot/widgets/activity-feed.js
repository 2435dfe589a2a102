import { h, words } from 'cks-hub';

const moment = text => `${new Date(text).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

// The newest of what the viewer hears of, as ActivityFeedWidget draws it first.
export default ({ items }, { maxItems }) =>
  items.length === 0
    ? h('p', null, 'There is nothing new.')
    : [
        h('ul', null, items.slice(0, maxItems ?? 50).map(item => h('li', { 'data-activity': item.id }, h('span', { dir: 'auto' }, item.description), h('br'), h('span', { class: 'note' }, `${words(item.category)}, ${moment(item.createdAt)}`)))),
        h('p', null, h('a', { href: '/hub/activity' }, 'All activity')),
      ];
