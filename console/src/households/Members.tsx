import { Table, Tag } from 'antd'
import dayjs from 'dayjs'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { HiddenValue } from './HiddenValue'
import { text } from './text'

type Member = S['MemberView']

/** 家庭成员: who lives there, and under it those who died or moved away. Numbers are hidden. */
export function Members({ household }: { household: S['HouseholdView'] }) {
  const own = useText(text)
  const present = household.members.filter(it => !it.departed)
  const departed = household.members.filter(it => it.departed)
  return (
    <>
      <MemberTable rows={present} />
      {departed.length > 0 && (
        <>
          <h3 className="household-sub">{own.departed}</h3>
          <MemberTable rows={departed} />
        </>
      )}
    </>
  )
}

function MemberTable({ rows }: { rows: Member[] }) {
  const own = useText(text)
  return (
    <Table<Member>
      size="small"
      rowKey="person"
      pagination={false}
      dataSource={rows}
      scroll={{ x: 640 }}
      columns={[
        {
          title: own.name,
          width: 150,
          render: (_, it) => (
            <>
              {it.name} {it.is_head && <Tag>{own.head}</Tag>}
              {it.departed && <Tag>{it.departed === 'dead' ? own.dead : own.moved}</Tag>}
            </>
          ),
        },
        { title: own.sex, width: 70, render: (_, it) => (it.sex === 'male' ? own.male : own.female) },
        {
          title: own.birth,
          width: 170,
          className: 'number',
          render: (_, it) => (it.departed ? it.birth : own.bornOn(it.birth, dayjs().diff(it.birth, 'year'))),
        },
        {
          title: own.idNumber,
          width: 210,
          className: 'number',
          render: (_, it) => <HiddenValue member={it} field="id_number" masked={it.id_number} />,
        },
        {
          title: own.phone,
          className: 'number',
          render: (_, it) => (it.has_phone ? <HiddenValue member={it} field="phone" masked="***" /> : own.noPhone),
        },
      ]}
    />
  )
}
