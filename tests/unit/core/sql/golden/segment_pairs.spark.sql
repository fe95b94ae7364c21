WITH scored AS (
  SELECT stored.`version_id` AS version_id,
         COALESCE(realised.`region`, '') AS segment,
         NULLIF(stored.`customer_id`, '') AS customer,
         FLOOR(CAST(stored.`score` AS DOUBLE) * 10000 + 5E-1) AS score,
         CASE WHEN realised.`churned` = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y
  FROM `dwh`.`scores` AS stored
  INNER JOIN `dwh`.`outcomes` AS realised
    ON realised.`customer_id` = stored.`customer_id` AND realised.`month` = stored.`month` AND realised.`month` IN ('2019-06')
  WHERE stored.`month` IN ('2019-06')
    AND stored.`score` - stored.`score` = 0
    AND (realised.`churned` = 0 OR realised.`churned` = 1)
    AND stored.`version_id` IN ('S-2019-04', 'S-2019-05')
), tallied AS (
  SELECT version_id,
         segment,
         score,
         CAST(SUM(y) AS BIGINT) AS p_tied,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied
  FROM scored
  GROUP BY version_id, segment, score
), running AS (
  SELECT version_id,
         segment,
         score,
         n_tied,
         p_tied,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id, segment ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS n_upto,
         CAST(SUM(p_tied) OVER (PARTITION BY version_id, segment ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS p_upto,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id, segment) AS BIGINT) AS n_all,
         CAST(SUM(p_tied) OVER (PARTITION BY version_id, segment) AS BIGINT) AS p_all
  FROM tallied
), ranked AS (
  SELECT version_id,
         segment,
         score,
         n_tied,
         p_tied,
         n_upto,
         p_upto,
         n_all,
         p_all,
         2 * ((n_all - p_all) - (n_upto - p_upto)) + n_tied - p_tied AS placed,
         2 * p_upto - p_tied AS outranked,
         CAST(FLOOR(CAST(p_upto AS DOUBLE) * 4503599627370496 / n_upto) AS BIGINT) AS precise,
         ABS(p_upto * (n_all - p_all) - (n_upto - p_upto) * p_all) AS gap,
         CASE WHEN CAST(FLOOR(CAST(n_all AS DOUBLE) / 200) AS BIGINT) > 50 THEN CAST(FLOOR(CAST(n_all AS DOUBLE) / 200) AS BIGINT) ELSE 50 END AS width,
         CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE) / 10000) AS BIGINT) AS k_500
  FROM running
), halved AS (
  SELECT version_id,
         segment,
         score,
         CASE WHEN n_upto - n_tied >= k_500 THEN CAST(0 AS BIGINT) WHEN n_upto >= k_500 THEN CAST(1 AS BIGINT) ELSE CAST(2 AS BIGINT) END AS standing_0,
         CAST(FLOOR(CAST(placed AS DOUBLE) / 65536) AS BIGINT) AS placed_high,
         placed - 65536 * CAST(FLOOR(CAST(placed AS DOUBLE) / 65536) AS BIGINT) AS placed_low,
         CAST(FLOOR(CAST(outranked AS DOUBLE) / 65536) AS BIGINT) AS outranked_high,
         outranked - 65536 * CAST(FLOOR(CAST(outranked AS DOUBLE) / 65536) AS BIGINT) AS outranked_low
  FROM ranked
), positioned AS (
  SELECT scored.version_id AS version_id,
         scored.segment AS segment,
         scored.customer AS customer,
         scored.y AS y,
         CASE WHEN scored.y = 1 THEN halved.placed_high ELSE halved.outranked_high END AS high_part,
         CASE WHEN scored.y = 1 THEN halved.placed_low ELSE halved.outranked_low END AS low_part,
         halved.standing_0 AS standing_0
  FROM scored
  INNER JOIN halved
    ON halved.version_id = scored.version_id AND halved.segment = scored.segment AND halved.score = scored.score
), paired AS (
  SELECT challenger.version_id AS version_id,
         challenger.segment AS segment,
         champion.y AS y_champion,
         challenger.y AS y,
         champion.standing_0 AS champion_standing_0,
         challenger.standing_0 AS challenger_standing_0,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_alike,
         CAST(SUM(champion.high_part * challenger.high_part) AS BIGINT) AS high_high,
         CAST(SUM(champion.high_part * challenger.low_part + champion.low_part * challenger.high_part) AS BIGINT) AS mixed,
         CAST(SUM(champion.low_part * challenger.low_part) AS BIGINT) AS low_low
  FROM positioned AS challenger
  INNER JOIN positioned AS champion
    ON champion.customer = challenger.customer AND champion.segment = challenger.segment
  WHERE champion.version_id = 'S-2019-04'
    AND challenger.version_id <> 'S-2019-04'
  GROUP BY challenger.version_id, challenger.segment, champion.y, challenger.y, champion.standing_0, challenger.standing_0
), classified AS (
  SELECT version_id,
         segment,
         y_champion,
         y,
         n_alike,
         high_high,
         mixed,
         low_low,
         6 * (CAST(FLOOR(CAST(champion_standing_0 AS DOUBLE) / 1) AS BIGINT) - 3 * CAST(FLOOR(CAST(champion_standing_0 AS DOUBLE) / 3) AS BIGINT)) + 2 * (CAST(FLOOR(CAST(challenger_standing_0 AS DOUBLE) / 1) AS BIGINT) - 3 * CAST(FLOOR(CAST(challenger_standing_0 AS DOUBLE) / 3) AS BIGINT)) + y AS kind_500
  FROM paired
)
SELECT version_id,
       segment,
       CAST(SUM(n_alike) AS BIGINT) AS n,
       CAST(SUM(CASE WHEN y_champion <> y THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_contradicting,
       CAST(SUM(CASE WHEN y = 1 THEN high_high ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_positive_high_high,
       CAST(SUM(CASE WHEN y = 1 THEN mixed ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_positive_mixed,
       CAST(SUM(CASE WHEN y = 1 THEN low_low ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_positive_low_low,
       CAST(SUM(CASE WHEN y = 0 THEN high_high ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_negative_high_high,
       CAST(SUM(CASE WHEN y = 0 THEN mixed ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_negative_mixed,
       CAST(SUM(CASE WHEN y = 0 THEN low_low ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS product_negative_low_low,
       CAST(SUM(CASE WHEN kind_500 = 0 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_0,
       CAST(SUM(CASE WHEN kind_500 = 1 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_1,
       CAST(SUM(CASE WHEN kind_500 = 2 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_2,
       CAST(SUM(CASE WHEN kind_500 = 3 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_3,
       CAST(SUM(CASE WHEN kind_500 = 4 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_4,
       CAST(SUM(CASE WHEN kind_500 = 5 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_5,
       CAST(SUM(CASE WHEN kind_500 = 6 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_6,
       CAST(SUM(CASE WHEN kind_500 = 7 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_7,
       CAST(SUM(CASE WHEN kind_500 = 8 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_8,
       CAST(SUM(CASE WHEN kind_500 = 9 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_9,
       CAST(SUM(CASE WHEN kind_500 = 10 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_10,
       CAST(SUM(CASE WHEN kind_500 = 11 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_11,
       CAST(SUM(CASE WHEN kind_500 = 12 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_12,
       CAST(SUM(CASE WHEN kind_500 = 13 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_13,
       CAST(SUM(CASE WHEN kind_500 = 14 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_14,
       CAST(SUM(CASE WHEN kind_500 = 15 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_15,
       CAST(SUM(CASE WHEN kind_500 = 16 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_16,
       CAST(SUM(CASE WHEN kind_500 = 17 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_17
FROM classified
GROUP BY version_id, segment
