import { Button, Flex, Popover } from 'antd'
import { Basis } from '../clues/Why'
import { yuan } from '../parts/figures'
import { useText } from '../text/text'
import type { Terms as Figures } from './course'
import { marks } from './marks'
import { text } from './text'

/** `名称 值（政策包，依据，YYYY-MM-DD起）`, as a history keeps the source of a figure. */
const written = /^(\S+) .*?（([^，]+)，(.+)，(\d{4}-\d{2}-\d{2})起）$/

/** The figures of the day of an action, with where each comes from. */
export function Terms({ terms }: { terms: Figures }) {
  const own = useText(text)
  const mark = useText(marks)
  const line = terms.line == null ? own.noLine : own.yuan(yuan(terms.line))
  const figures = [
    { name: 'income.monitoring_line', label: own.line, value: line },
    { name: 'case.most_causes', label: own.mostCauses, value: own.items(terms.most_causes) },
    { name: 'case.stable_months', label: own.stableMonths, value: own.months(terms.stable_months) },
  ]
  const sources = (terms.sources ?? []).map(it => written.exec(it)).filter(it => it !== null)
  const content = (
    <Flex vertical gap={10} className="terms">
      <span className="quiet">{own.termsWhy}</span>
      {figures.map(it => {
        const [, , pack, basis, from] = sources.find(source => source[1] === it.name) ?? []
        return (
          <div key={it.name}>
            {it.label} <strong className="number">{it.value}</strong>
            {pack && basis && from && (
              <div className="quiet">
                {own.from(from)}
                {mark.comma}
                <Basis basis={basis} pack={pack} inline />
              </div>
            )}
          </div>
        )
      })}
    </Flex>
  )
  return (
    <Popover trigger="click" content={content} placement="bottomLeft">
      <Button type="link" size="small" className="terms-open">
        {own.terms}
      </Button>
    </Popover>
  )
}
