import { describe, expect, test } from 'vitest'
import type { S } from '../api/client'
import { byChapter, countLights, monthOf, narrowed } from './search'

function target(it: Partial<S['TargetView']>): S['TargetView'] {
  return { light: 'grey', plan: '规划', chapter: '第一章', needs_task: false, wanted: '1', ...it } as S['TargetView']
}

describe('targets', () => {
  test('stand by plan and chapter in the order of the plan', () => {
    const all = [
      target({ target: 'a', chapter: '第二章' }),
      target({ target: 'b', chapter: '第五章' }),
      target({ target: 'c', chapter: '第二章' }),
      target({ target: 'd', chapter: '第二章', plan: '意见' }),
    ]
    const found = byChapter(all).map(it => [it.plan, it.chapter, it.targets.map(one => one.target).join('')])
    expect(found).toEqual([
      ['规划', '第二章', 'ac'],
      ['规划', '第五章', 'b'],
      ['意见', '第二章', 'd'],
    ])
  })

  test('are counted by light, without lines that want nothing', () => {
    const all = [target({ light: 'red' }), target({ light: 'red', wanted: null }), target({ light: 'green' })]
    expect(countLights(all)).toEqual({ green: 1, yellow: 0, red: 1, grey: 0 })
  })

  test('can be narrowed to a light and to what has no task', () => {
    const all = [
      target({ target: 'a', light: 'red' }),
      target({ target: 'b', light: 'red', needs_task: true }),
      target({ target: 'c', light: 'yellow', needs_task: true }),
    ]
    const names = (search: Parameters<typeof narrowed>[1]) => narrowed(all, search).map(it => it.target).join('')
    expect(names({})).toBe('abc')
    expect(names({ light: 'red' })).toBe('ab')
    expect(names({ light: 'red', todo: true })).toBe('b')
  })
})

test('only a period of one month opens', () => {
  expect(monthOf('2023-10')).toBe('2023-10')
  for (const other of ['2023', '2023Q4', '2023IY', null, undefined]) expect(monthOf(other)).toBeUndefined()
})
