WITH scored AS (
  SELECT stored."version_id" AS version_id,
         FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) AS score,
         CASE WHEN realised."churned" = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y
  FROM "dwh"."scores" AS stored
  INNER JOIN "dwh"."outcomes" AS realised
    ON realised."customer_id" = stored."customer_id" AND realised."month" = stored."month" AND realised."month" IN ('2019-06')
  WHERE stored."month" IN ('2019-06')
    AND stored."score" - stored."score" = 0
    AND (realised."churned" = 0 OR realised."churned" = 1)
    AND NOT (NULLIF(TRIM(realised."contact"), '') IN ('called'))
), tallied AS (
  SELECT version_id,
         score,
         CAST(SUM(y) AS BIGINT) AS p_tied,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied
  FROM scored
  GROUP BY version_id, score
), running AS (
  SELECT version_id,
         score,
         n_tied,
         p_tied,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS n_upto,
         CAST(SUM(p_tied) OVER (PARTITION BY version_id ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS p_upto,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id) AS BIGINT) AS n_all,
         CAST(SUM(p_tied) OVER (PARTITION BY version_id) AS BIGINT) AS p_all
  FROM tallied
), ranked AS (
  SELECT version_id,
         score,
         n_tied,
         p_tied,
         n_upto,
         p_upto,
         n_all,
         p_all,
         2 * ((n_all - p_all) - (n_upto - p_upto)) + n_tied - p_tied AS placed,
         2 * p_upto - p_tied AS outranked,
         CAST(FLOOR(CAST(p_upto AS DOUBLE PRECISION) * 4503599627370496 / n_upto) AS BIGINT) AS precise,
         ABS(p_upto * (n_all - p_all) - (n_upto - p_upto) * p_all) AS gap,
         CASE WHEN CAST(FLOOR(CAST(n_all AS DOUBLE PRECISION) / 200) AS BIGINT) > 50 THEN CAST(FLOOR(CAST(n_all AS DOUBLE PRECISION) / 200) AS BIGINT) ELSE 50 END AS width,
         CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_500
  FROM running
), halved AS (
  SELECT version_id,
         score,
         n_tied,
         p_tied,
         n_upto,
         p_upto,
         n_all,
         p_all,
         gap,
         width,
         placed,
         k_500,
         CAST(FLOOR(CAST(placed AS DOUBLE PRECISION) / 65536) AS BIGINT) AS placed_high,
         placed - 65536 * CAST(FLOOR(CAST(placed AS DOUBLE PRECISION) / 65536) AS BIGINT) AS placed_low,
         CAST(FLOOR(CAST(outranked AS DOUBLE PRECISION) / 65536) AS BIGINT) AS outranked_high,
         outranked - 65536 * CAST(FLOOR(CAST(outranked AS DOUBLE PRECISION) / 65536) AS BIGINT) AS outranked_low,
         CAST(FLOOR(CAST(precise AS DOUBLE PRECISION) / 67108864) AS BIGINT) AS precise_high,
         precise - 67108864 * CAST(FLOOR(CAST(precise AS DOUBLE PRECISION) / 67108864) AS BIGINT) AS precise_low
  FROM ranked
)
SELECT version_id,
       MAX(n_all) AS n,
       MAX(p_all) AS n_positive,
       CAST(SUM(p_tied * placed) AS BIGINT) AS auc_numerator,
       CAST(SUM(p_tied * (n_tied - p_tied)) AS BIGINT) AS tied_pairs,
       MAX(gap) AS ks_numerator,
       MAX(CASE WHEN p_tied * (n_all - p_all) < (n_tied - p_tied) * p_all THEN p_tied * (n_all - p_all) ELSE (n_tied - p_tied) * p_all END) AS ks_hidden,
       CAST(SUM(p_tied * placed_high * placed_high) AS BIGINT) AS delong_positive_high,
       CAST(SUM(p_tied * placed_high * placed_low) AS BIGINT) AS delong_positive_mixed,
       CAST(SUM(p_tied * placed_low * placed_low) AS BIGINT) AS delong_positive_low,
       CAST(SUM((n_tied - p_tied) * outranked_high * outranked_high) AS BIGINT) AS delong_negative_high,
       CAST(SUM((n_tied - p_tied) * outranked_high * outranked_low) AS BIGINT) AS delong_negative_mixed,
       CAST(SUM((n_tied - p_tied) * outranked_low * outranked_low) AS BIGINT) AS delong_negative_low,
       CAST(SUM(p_tied * precise_high) AS BIGINT) AS precision_high,
       CAST(SUM(p_tied * precise_low) AS BIGINT) AS precision_low,
       MAX(k_500) AS n_targeted_500,
       MAX(CASE WHEN n_upto - n_tied < k_500 AND n_upto >= k_500 THEN CAST(score AS DOUBLE PRECISION) END) AS cutoff_score_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 AND n_upto >= k_500 THEN n_upto - n_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_above_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 AND n_upto >= k_500 THEN p_upto - p_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS positives_above_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 AND n_upto >= k_500 THEN n_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_tied_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 AND n_upto >= k_500 THEN p_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS positives_tied_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 + width AND n_upto >= k_500 - width THEN n_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_window_500,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_500 + width AND n_upto >= k_500 - width THEN p_tied ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS positives_window_500,
       SUM(CASE WHEN score >= 0 AND score <= 10000 THEN CAST(score AS DOUBLE PRECISION) * n_tied ELSE CAST(0 AS DOUBLE PRECISION) END) AS score_sum,
       MIN(CAST(score AS DOUBLE PRECISION)) AS score_low,
       MAX(CAST(score AS DOUBLE PRECISION)) AS score_high
FROM halved
GROUP BY version_id
