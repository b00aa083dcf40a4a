// The same rule as cxkit.statistics.scoring: an item's own range reverses it and stretches it to 0–1; a dimension is the mean of
// the answered items times 100, or null when too few are answered. Only whole numbers within range are answers.
export function score(survey, answers) {
  const result = {};
  for (const dimension of survey.dimensions) {
    let sum = 0;
    let count = 0;
    for (const item of dimension.items) {
      const { min, max } = item.response_scale ?? survey.response_scale;
      const value = answers?.[item.id];
      if (!Number.isInteger(value) || value < min || value > max) continue;
      sum += ((item.reverse_keyed ? min + max - value : value) - min) / (max - min);
      count += 1;
    }
    result[dimension.id] = count && count >= dimension.min_answered ? (100 * sum) / count : null;
  }
  return result;
}
