import * as engagement from './index';

export const engagementRoutes = {
  segments: {
    list: engagement.listSegments,
    choices: engagement.segmentChoices,
    read: engagement.readSegment,
    preview: engagement.previewSegment,
    members: engagement.listMembers,
    history: engagement.segmentHistory,
    ofClient: engagement.clientSegments,
    create: engagement.createSegment,
    draft: engagement.draftSegment,
    describe: engagement.describeSegment,
    publish: engagement.publishSegment,
    remove: engagement.removeSegment,
  },
};
