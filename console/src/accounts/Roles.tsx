import { Alert, Card, Flex, Table } from 'antd'
import type { ReactNode } from 'react'
import { api, type S } from '../api/client'
import { useLanguage, useText } from '../text/text'
import { word } from '../text/words'
import { text } from './text'
import { duties, levels } from './words'

/** The roles there are, explained in words, and the rules that keep them apart. */
export function Roles({ view }: { view: ReactNode }) {
  const own = useText(text)
  const { language } = useLanguage()
  const levelWords = useText(levels)
  const dutyWords = useText(duties)
  const roles = api.useQuery('get', '/api/v1/roles', {}, { staleTime: Infinity })
  return (
    <Card styles={{ body: { padding: 0 } }}>
      <Flex justify="space-between" align="center" wrap gap={8} className="list-head">
        <h1 className="list-title">{own.roles}</h1>
        {view}
      </Flex>
      <div className="accounts-rules">
        <p>{own.rolesWhy}</p>
        <h2 className="section">{own.rulesTitle}</h2>
        <ul>
          <li>{own.rulesApart}</li>
          <li>{own.rulesOne}</li>
          <li>{own.rulesReach}</li>
        </ul>
      </div>
      {roles.error && <Alert type="error" showIcon title={roles.error.detail} />}
      <Table<S['RoleView']>
        size="middle"
        rowKey="role"
        pagination={false}
        loading={roles.isPending}
        dataSource={roles.data}
        scroll={{ x: 800 }}
        columns={[
          { title: own.role, width: 190, render: (_, it) => it[language] },
          {
            title: own.levels,
            width: 220,
            render: (_, it) => it.levels.map(level => word(levelWords, level)).join(language === 'zh' ? '、' : ', '),
          },
          {
            title: own.duty,
            render: (_, it) => {
              const said = it.role in dutyWords ? word(dutyWords, it.role) : ''
              return [said, it.department && own.needsDepartment].filter(Boolean).join(language === 'zh' ? '；' : '; ')
            },
          },
        ]}
      />
    </Card>
  )
}
