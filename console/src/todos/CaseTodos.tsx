import { Link } from '@tanstack/react-router'
import { Button, Empty, Flex, Skeleton, Space, Table } from 'antd'
import { useState, type Key } from 'react'
import type { S } from '../api/client'
import { Bulk, useBulkAction } from '../cases/Bulk'
import { usePlace } from '../cases/place'
import { Deadline } from '../parts/Deadline'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { DoIt } from './DoIt'
import { text } from './text'

interface CaseTodosProps {
  todos: S['TodoRow'][] | undefined
  loading: boolean
  today?: string
}

/** The steps that wait for one's own roles, what ends first comes first. */
export function CaseTodos({ todos, loading, today }: CaseTodosProps) {
  const own = useText(text)
  const words = useText(common)
  const place = usePlace()
  const may = useMay()
  const actionOf = useBulkAction()
  const [selected, setSelected] = useState<Key[]>([])
  if (loading) return <Skeleton active />
  if (!todos?.length) return <NothingToDo />
  const chosen = todos.filter(it => selected.includes(keyOf(it)))
  const many = may('act_on_cases') ? todos.filter(actionOf) : []
  const steps = [...new Map(many.map(it => [it.step, it.step_zh]))]
  return (
    <Flex vertical gap={8}>
      {todos.length >= 200 && <span className="quiet">{own.most}</span>}
      {many.length > 0 && (
        <Flex justify="space-between" align="center" gap={8} wrap>
          <Space wrap>
            {steps.map(([step, zh]) => {
              const rows = many.filter(it => it.step === step)
              return (
                <Button key={step} size="small" onClick={() => setSelected(rows.map(keyOf))}>
                  {own.choose(zh, rows.length)}
                </Button>
              )
            })}
          </Space>
          <Bulk chosen={chosen} onDone={() => setSelected([])} />
        </Flex>
      )}
      <Table<S['TodoRow']>
        size="middle"
        rowKey={keyOf}
        dataSource={todos}
        rowSelection={
          many.length > 0 ? { selectedRowKeys: selected, onChange: setSelected, hideSelectAll: true } : undefined
        }
        pagination={todos.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        scroll={{ x: 820 }}
        columns={[
          {
            title: words.householder,
            width: 120,
            render: (_, row) => <Link to={`/cases/${row.case}`}>{row.householder}</Link>,
          },
          { title: words.village, render: (_, row) => <span title={row.village}>{place(row.village)}</span> },
          { title: own.step, dataIndex: 'step_zh', width: 220 },
          {
            title: own.left,
            width: 140,
            render: (_, row) => (
              <Deadline due={ends(row)} state={row.state === 'at_risk' ? '临期' : undefined} today={today} />
            ),
          },
          {
            title: words.action,
            width: 110,
            fixed: 'right',
            render: (_, row) => (
              <DoIt
                to={`/cases/${row.case}`}
                search={{ step: row.step }}
                label={own.doIt}
                full={own.doItFor(row.step_zh, row.householder)}
              />
            ),
          },
        ]}
      />
    </Flex>
  )
}

function keyOf(row: S['TodoRow']): string {
  return `${row.case}/${row.step}`
}

/** Whichever limit ends first. */
function ends(row: S['TodoRow']): string | undefined {
  return [row.due, row.whole_due].filter(it => it != null).sort()[0]
}

function NothingToDo() {
  const own = useText(text)
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{own.noneTitle}</strong>
          <div>{own.none}</div>
        </>
      }
    >
      <Link to="/cases">{own.toCases}</Link>
    </Empty>
  )
}
