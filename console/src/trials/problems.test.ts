import { expect, it } from 'vitest'
import { placed } from './problems'

it('puts faults beside the files they name', () => {
  const detail =
    '草案有 3 处问题，请改正后再存：\ncn-532327/parameters/income.toml 第1行：缺少 unit，请补上\ncn-532327/rules/R101.toml：没有案例\ncn/pack.toml 第2行：别处的问题'
  const found = placed(detail, ['cn-532327/parameters/income.toml', 'cn-532327/rules/R101.toml', ''])
  expect(found.general).toEqual(['草案有 3 处问题，请改正后再存：', 'cn/pack.toml 第2行：别处的问题'])
  expect(found.files['cn-532327/parameters/income.toml']).toEqual([{ line: 1, words: '缺少 unit，请补上' }])
  expect(found.files['cn-532327/rules/R101.toml']).toEqual([{ line: undefined, words: '没有案例' }])
})

it('keeps a refusal of the whole as it is', () => {
  expect(placed('这份草案刚被改过：请重新打开再办', ['a/b.toml'])).toEqual({ general: ['这份草案刚被改过：请重新打开再办'], files: {} })
})
