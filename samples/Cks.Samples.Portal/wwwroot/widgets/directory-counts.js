import { h, words } from 'cks-hub';

// How much there is of everything, as DirectoryCountsWidget draws it first.
export default ({ entities }) =>
  h('dl', { class: 'numbers' }, entities.map(({ name, count, more }) =>
    h('div', null, h('dt', null, h('a', { href: `/hub/directory?entity=${encodeURIComponent(name)}` }, words(name))), h('dd', { 'data-metric': name }, `${more ? '> ' : ''}${count}`))));
