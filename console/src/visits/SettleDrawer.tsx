import { Link } from '@tanstack/react-router'
import { Alert, Drawer, Flex, Typography } from 'antd'
import type { S } from '../api/client'
import '../cases/cases.css'
import { useMay, useStaff } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import type { Kind } from '../visit/fields'
import { Answers } from '../visit/form/Answers'
import { kinds } from '../visit/words'
import { useCase } from './HouseholdOf'
import { SettleForm } from './SettleForm'
import { text } from './text'
import './visits.css'

interface SettleDrawerProps {
  id: string | undefined
  visit: S['VisitView'] | undefined
  /** The list has been read: a visit that is not in it waits no longer. */
  read: boolean
  reload: () => void
  onClose: () => void
}

/** One visit that waits for a person. */
export function SettleDrawer({ id, visit, read, reload, onClose }: SettleDrawerProps) {
  const own = useText(text)
  const words = useText(common)
  const kindWords = useText(kinds)
  const may = useMay()
  const staff = useStaff()
  const view = useCase(visit?.case)
  const kind: Kind = visit?.kind === 'follow_up' ? 'follow_up' : 'verify_home'
  return (
    <Drawer
      open={!!id}
      onClose={onClose}
      size={720}
      title={visit && view ? `${view.householder} · ${word(kindWords, visit.kind)}` : own.title}
    >
      {id && !visit && read && <Alert type="info" showIcon title={own.gone} />}
      {visit && view && (
        <Flex vertical gap={16}>
          <Typography.Text type="secondary">
            {view.village} · {words.householdNo} {view.household_no}
          </Typography.Text>
          {visit.problem && <Alert type="warning" showIcon title={own.refused(visit.problem)} />}
          <Link to="/cases/$case" params={{ case: String(visit.case) }}>
            {own.toCase}
          </Link>
          {may('settle_visit') && !staff.read_only ? (
            <SettleForm
              key={`${visit.visit}/${visit.version}`}
              visit={visit}
              kind={kind}
              householder={view.householder}
              reload={reload}
              onRecorded={onClose}
            />
          ) : (
            <>
              <Alert type="info" showIcon title={own.mayNot} />
              <Answers kind={kind} fields={visit.fields} />
            </>
          )}
        </Flex>
      )}
    </Drawer>
  )
}
