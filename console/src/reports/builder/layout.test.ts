import { expect, test } from 'vitest'
import { layoutOf } from './layout'

test('what was left empty is not said', () => {
  const layout = layoutOf({
    title: ' 表 ',
    rows: 'below',
    unit: ' ',
    note: '不作排名',
    figures: [
      { indicator: 'a', group: '', label: '户', show: 'value', compare: 'none' },
      { indicator: 'a', show: 'change', compare: 'previous' },
    ],
  })
  expect(layout).toEqual({
    title: '表',
    unit: undefined,
    notes: ['不作排名'],
    parts: [
      {
        kind: 'table',
        rows: 'below',
        total: false,
        figures: [
          { indicator: 'a', group: undefined, label: '户', show: 'value', compare: undefined },
          { indicator: 'a', group: undefined, label: undefined, show: 'change', compare: 'previous' },
        ],
      },
    ],
  })
})
