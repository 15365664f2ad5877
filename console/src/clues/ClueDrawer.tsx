import { Alert, Drawer, Flex, Skeleton, Space, Tag, Typography } from 'antd'
import { api } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import { clueClasses, risks, word } from '../text/words'
import { Why } from './Why'
import { text } from './text'

/** One clue, opened beside the list. */
export default function ClueDrawer({ clue, onClose }: { clue: string | undefined; onClose: () => void }) {
  const words = useText(common)
  const own = useText(text)
  const classWords = useText(clueClasses)
  const riskWords = useText(risks)
  const found = api.useQuery('get', '/api/v1/clues/{clue}', { params: { path: { clue: clue ?? '' } } }, { enabled: !!clue })
  const row = found.data?.clue
  return (
    <Drawer
      open={!!clue}
      onClose={onClose}
      size={760}
      title={row ? `${row.householder} · ${row.township}${row.village}` : words.open}
    >
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {!found.data || !row ? (
        found.isPending && <Skeleton active />
      ) : (
        <Flex vertical gap={20}>
          <Space wrap>
            <Tag color="green">{word(classWords, row.class)}</Tag>
            {row.risks.map(it => (
              <Tag key={it}>{word(riskWords, it)}</Tag>
            ))}
            <Typography.Text type="secondary" className="number">
              {row.clue} · {words.householdNo} {row.household_no}
            </Typography.Text>
          </Space>
          <section tabIndex={0} aria-labelledby="clue-why">
            <h2 className="section" id="clue-why">
              {own.why}
            </h2>
            <Typography.Paragraph type="secondary">{own.asOf(found.data.as_of)}</Typography.Paragraph>
            <Why rules={found.data.rules} />
          </section>
        </Flex>
      )}
    </Drawer>
  )
}
