import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Card, Flex, Table } from 'antd'
import type { S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { Mark } from '../../parts/Mark'
import { useMay, useStaff } from '../../session/session'
import { useText } from '../../text/text'
import type { TargetSearch } from '../search'
import { text as listText } from '../text'
import { OpenTask } from './OpenTask'
import type { Story } from './Target'
import { text } from './text'

/** What is being done about a target, by whom and by when. They are records of the ledger of tasks. */
export function Tasks({ story }: { story: Story }) {
  const own = useText(text)
  const list = useText(listText)
  const may = useMay()
  const staff = useStaff()
  const [search, setSearch] = useAddress<TargetSearch>()
  const { target } = story
  const mayOpen = may('open_target_task') && !staff.read_only && target.wanted != null
  return (
    <Card>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <h2 className="section">
          {own.tasks} {target.needs_task && <Mark tone="care">{list.needsTask}</Mark>}
        </h2>
        {mayOpen && (
          <Button
            type={target.needs_task ? 'primary' : 'default'}
            icon={<PlusOutlined />}
            className="no-print"
            onClick={() => setSearch({ ...search, form: 'task' })}
          >
            {own.openTask}
          </Button>
        )}
      </Flex>
      {target.tasks.length === 0 ? (
        <p className="quiet targets-note">{own.noTasks}</p>
      ) : (
        <Table<S['TaskItem']>
          size="small"
          rowKey="record"
          dataSource={target.tasks}
          pagination={false}
          scroll={{ x: 720 }}
          columns={[
            {
              title: own.task,
              render: (_, it) => (
                <Link to="/ledgers/$ledger/$record" params={{ ledger: 'task_items', record: String(it.record) }}>
                  {it.task}
                </Link>
              ),
            },
            { title: own.owner, width: 160, dataIndex: 'owner_unit' },
            { title: own.post, width: 140, render: (_, it) => it.owner_post ?? '—' },
            { title: own.day, width: 120, className: 'number', render: (_, it) => it.due_on ?? '—' },
            {
              title: own.stands,
              width: 110,
              render: (_, it) => {
                if (it.ended) return <Mark tone="good">{own.ended}</Mark>
                return it.overdue ? <Mark tone="bad">{own.overdue}</Mark> : <Mark tone="told">{own.inTime}</Mark>
              },
            },
          ]}
        />
      )}
      {mayOpen && search.form === 'task' && (
        <OpenTask story={story} onClose={() => setSearch({ ...search, form: undefined })} />
      )}
    </Card>
  )
}
