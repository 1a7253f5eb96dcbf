'use strict';

// Critical alerts come to Slack by a queue of their own, so that no storm of others is ever in front of them. SNS takes a
// filter policy as a list of what may pass; an empty list it refuses, so a level that no alert has stands for nothing.
const NONE = ['none'];

module.exports = async ({ resolveVariable }) => {
  const levels = String(await resolveVariable('param:slackLevels')).split(',');
  const orNone = (list) => (list.length === 0 ? NONE : list);
  return {
    urgent: orNone(levels.filter((level) => level === 'critical')),
    ordinary: orNone(levels.filter((level) => level !== 'critical')),
  };
};
