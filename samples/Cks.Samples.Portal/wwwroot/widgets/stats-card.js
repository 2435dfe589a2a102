import { h, words } from 'cks-hub';

// The metrics of the scope, as StatsCard draws them first.
export default ({ summary }) =>
  h('dl', { class: 'numbers' }, Object.entries(summary).map(([name, value]) => h('div', null, h('dt', null, words(name)), h('dd', { 'data-metric': name }, value ?? '-'))));
