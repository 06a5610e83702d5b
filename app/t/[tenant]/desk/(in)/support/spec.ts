import { pageInput, type TableQuery, type TableSpec } from '@/app/_ui/table/table-query';
import { conversationStateNames, topics } from '@/server/modules/support/conversation-contract';

export const conversationSpec = {
  filters: ['states', 'topics', 'who'],
  defaultSort: { by: 'dueAt', dir: 'asc' },
} satisfies TableSpec;

/** Without a filter: what waits for us, the longest waiting first. */
export function conversationInput(query: TableQuery) {
  const { states, topics: about, who } = query.filters;
  const wanted = conversationStateNames.filter((state) => states?.includes(state));
  const chosen = topics.filter((topic) => about?.includes(topic));
  return {
    ...pageInput(query),
    states: wanted.length > 0 ? wanted : (['waiting'] as const).slice(),
    topics: chosen.length > 0 ? chosen : null,
    isMine: who?.[0] === 'mine' ? true : null,
    isUnassigned: who?.[0] === 'nobody' ? true : null,
  };
}
