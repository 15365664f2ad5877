import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Table } from 'antd'
import { useState } from 'react'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { NewPlan } from './NewPlan'
import { NewTask } from './NewTask'
import { text } from './text'

/** The plans that were activated for an event, and the help tasks that were opened. */
export function Help({ view }: { view: S['EventView'] }) {
  const own = useText(text)
  const words = useText(common)
  const may = useMay()
  const [opened, setOpened] = useState<'plan' | 'task'>()
  const close = () => setOpened(undefined)
  const isOpen = view.state !== 'closed'
  return (
    <Flex vertical gap={12}>
      <Card>
        <Flex justify="space-between" align="center" wrap gap={8}>
          <h2 className="section">{own.plans}</h2>
          {view.may_manage && isOpen && may('activate_event_plan') && (
            <Button onClick={() => setOpened('plan')}>{own.activate}</Button>
          )}
        </Flex>
        <Table<S['Activation']>
          size="small"
          rowKey={it => String(it.record)}
          dataSource={view.activations}
          pagination={false}
          locale={{ emptyText: own.noPlans }}
          columns={[
            {
              title: own.plan,
              render: (_, it) => <Link to={`/ledgers/plan_activations/${it.record}`}>{it.plan}</Link>,
            },
            { title: own.level, width: 120, render: (_, it) => it.level ?? '—' },
            { title: own.activatedOn, width: 120, className: 'number', render: (_, it) => it.activated_on ?? '—' },
            { title: own.decidedBy, width: 240, render: (_, it) => it.decided_by ?? '—' },
            { title: words.state, width: 100, render: (_, it) => (it.ended ? own.ended : '') },
          ]}
        />
      </Card>
      <Card>
        <Flex justify="space-between" align="center" wrap gap={8}>
          <h2 className="section">{own.tasks}</h2>
          {isOpen && may('open_event_task') && <Button onClick={() => setOpened('task')}>{own.newTask}</Button>}
        </Flex>
        <Table<S['TaskItem']>
          size="small"
          rowKey={it => String(it.record)}
          dataSource={view.tasks}
          pagination={false}
          locale={{ emptyText: own.noTasks }}
          columns={[
            { title: own.task, render: (_, it) => <Link to={`/ledgers/task_items/${it.record}`}>{it.task}</Link> },
            { title: own.taskRegion, width: 220, dataIndex: 'region_name' },
            {
              title: own.ownerUnit,
              width: 220,
              render: (_, it) => [it.owner_unit, it.owner_post].filter(Boolean).join(' · '),
            },
            {
              title: own.dueOn,
              width: 160,
              className: 'number',
              render: (_, it) => (
                <>
                  {it.due_on ?? '—'} {it.overdue && <Mark tone="bad">{own.overdue}</Mark>}
                </>
              ),
            },
            { title: own.percentDone, width: 90, className: 'number', render: (_, it) => it.percent_done ?? '—' },
          ]}
        />
      </Card>
      {opened === 'plan' && <NewPlan event={view.event} onClose={close} />}
      {opened === 'task' && <NewTask event={view.event} onClose={close} />}
    </Flex>
  )
}
