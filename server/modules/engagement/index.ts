export { isInSegment, segmentsOf } from '@/server/kernel/segments';
export {
  countClient,
  countPart,
  isTellingOwed,
  listCounted,
  settleVersion,
  surveyClient,
  surveyPart,
  tellMoves,
} from './counting';
export { engagementEvents } from './events';
export { createSegment, describeSegment, draftSegment, publishSegment, removeSegment } from './service';
export {
  clientSegments,
  listMembers,
  listSegments,
  previewSegment,
  readSegment,
  segmentChoices,
  segmentHistory,
} from './views';
