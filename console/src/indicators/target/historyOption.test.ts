import { expect, test } from 'vitest'
import { historyOption } from './historyOption'

const names = { values: '实际', path: '应到', wanted: '规划要求' }

function seriesOf(option: ReturnType<typeof historyOption>) {
  return (option.series as { name: string; data: [string, number][] }[]).map(it => [it.name, it.data])
}

test('values stand over the path they should go', () => {
  const values = [{ month: '2022-12', value: '91' }, { month: '2023-10', value: '92.5' }]
  const path = [{ month: '2020-12', value: '90' }, { month: '2025-12', value: '95' }]
  expect(seriesOf(historyOption({ values, path, wanted: '95', names }))).toEqual([
    ['实际', [['2022-12-01', 91], ['2023-10-01', 92.5]]],
    ['应到', [['2020-12-01', 90], ['2025-12-01', 95]]],
  ])
})

test('without a path the number that is wanted is a level line', () => {
  const values = [{ month: '2022-12', value: '8' }, { month: '2023-10', value: '9' }]
  const drawn = seriesOf(historyOption({ values, path: [], wanted: '9', names }))
  expect(drawn[1]).toEqual(['规划要求', [['2022-12-01', 9], ['2023-10-01', 9]]])
})
