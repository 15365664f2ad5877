import { Button, Card, Empty, Flex, Segmented, Table } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { countColumn } from '../parts/columns'
import { counted } from '../parts/figures'
import { Mark } from '../parts/Mark'
import { common } from '../text/common'
import { useText } from '../text/text'
import { levelTones } from './levels'
import type { RunSearch } from './search'
import { text } from './text'

type Check = S['QualityCheck']

/** The checks that found something, each with what to do and the figures it used. */
export function Checks({ checks }: { checks: Check[] }) {
  const own = useText(text)
  const words = useText(common)
  const [search, setSearch] = useAddress<RunSearch>()
  const told = checks.filter(it => it.findings > 0 || it.exempted > 0)
  const shown = told.filter(it => !search.level || it.level === search.level)
  const count = (level?: string) => told.filter(it => !level || it.level === level).length
  return (
    <Card>
      <Flex vertical gap={12}>
        <h2 className="import-hidden">{own.tabChecks}</h2>
        <Segmented
          className="arrival-show"
          aria-label={own.level}
          value={search.level ?? ''}
          onChange={level => setSearch({ tab: 'checks', level })}
          options={[
            { value: '', label: `${words.all} ${count()}` },
            ...Object.entries(own.levels).map(([value, label]) => ({ value, label: `${label} ${count(value)}` })),
          ]}
        />
        <Table<Check>
          size="middle"
          rowKey="check"
          dataSource={shown}
          pagination={shown.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          scroll={{ x: 860 }}
          locale={{ emptyText: <Empty description={own.noFindings} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          expandable={{
            columnTitle: <span className="import-hidden">{own.fix}</span>,
            expandedRowRender: it => <Told check={it} />,
          }}
          columns={[
            { title: own.check, dataIndex: 'check', width: 110, className: 'number' },
            {
              title: own.level,
              width: 110,
              render: (_, it) => <Mark tone={levelTones[it.level]}>{own.levels[it.level] ?? it.level_zh}</Mark>,
            },
            { title: own.doubt, dataIndex: 'title', className: 'check-title' },
            {
              title: own.count,
              width: 100,
              align: 'right',
              className: 'number',
              sorter: (one, other) => one.findings - other.findings,
              render: (_, it) => (
                <Button
                  type="link"
                  className="count-link"
                  aria-label={`${it.title} ${own.toFindings} ${it.findings}`}
                  onClick={() => setSearch({ tab: 'findings', check: it.check })}
                >
                  {counted(it.findings)}
                </Button>
              ),
            },
            countColumn(own.exempted, it => it.exempted, 90),
          ]}
        />
      </Flex>
    </Card>
  )
}

function Told({ check }: { check: Check }) {
  const own = useText(text)
  const words = useText(common)
  return (
    <Flex vertical gap={6}>
      <span>
        <strong>{own.fix}</strong>：{check.fix}
      </span>
      <span>
        <strong>{words.basis}</strong>：{check.basis === 'default' ? words.notStated : check.basis}
      </span>
      <div>
        <strong>{own.figures}</strong>
        {check.figures.length === 0 ? (
          `：${own.noFigures}`
        ) : (
          <ul className="check-figures">
            {check.figures.map(it => (
              <li key={it}>{it.replace(/default）$/, `${words.notStated}）`)}</li>
            ))}
          </ul>
        )}
      </div>
    </Flex>
  )
}
