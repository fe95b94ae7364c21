WITH told AS (
  SELECT stored.`version_id` AS version_id,
         NULLIF(stored.`customer_id`, '') AS customer,
         CASE WHEN NULLIF(TRIM(realised.`contact`), '') IN ('called') THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS is_contacted,
         CASE WHEN NULLIF(TRIM(realised.`contact`), '') IN ('held out') THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS is_control,
         FLOOR(CAST(stored.`score` AS DOUBLE) * 10000 + 5E-1) AS score,
         CASE WHEN realised.`churned` = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS y
  FROM `dwh`.`scores` AS stored
  INNER JOIN `dwh`.`outcomes` AS realised
    ON realised.`customer_id` = stored.`customer_id` AND realised.`month` = stored.`month` AND realised.`month` IN ('2019-06')
  WHERE stored.`month` IN ('2019-06')
    AND stored.`score` - stored.`score` = 0
    AND (realised.`churned` = 0 OR realised.`churned` = 1)
    AND stored.`version_id` IN ('S-2019-04', 'S-2019-05')
), scored AS (
  SELECT told.version_id AS version_id,
         told.customer AS customer,
         told.score AS score,
         told.y AS y,
         CASE WHEN told.is_contacted = 1 THEN 2 WHEN is_control = 1 THEN 1 ELSE 0 END AS stratum
  FROM told
), common AS (
  SELECT challenger.version_id AS version_id,
         CAST(1 AS BIGINT) AS side,
         challenger.customer AS customer,
         challenger.score AS score,
         challenger.y AS y,
         challenger.stratum AS stratum
  FROM scored AS challenger
  INNER JOIN scored AS champion
    ON champion.customer = challenger.customer
  WHERE champion.version_id = 'S-2019-04'
    AND challenger.version_id <> 'S-2019-04'
  UNION ALL
  SELECT challenger.version_id AS version_id,
         CAST(0 AS BIGINT) AS side,
         champion.customer AS customer,
         champion.score AS score,
         champion.y AS y,
         champion.stratum AS stratum
  FROM scored AS challenger
  INNER JOIN scored AS champion
    ON champion.customer = challenger.customer
  WHERE champion.version_id = 'S-2019-04'
    AND challenger.version_id <> 'S-2019-04'
), tallied AS (
  SELECT version_id,
         side,
         score,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_tied,
         CAST(SUM(CASE WHEN stratum = 0 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS off_tied,
         CAST(SUM(CASE WHEN stratum = 0 THEN y ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS off_p_tied,
         CAST(SUM(CASE WHEN stratum = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS on_tied,
         CAST(SUM(CASE WHEN stratum = 1 THEN y ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS on_p_tied
  FROM common
  GROUP BY version_id, side, score
), running AS (
  SELECT version_id,
         side,
         score,
         n_tied,
         off_tied,
         off_p_tied,
         on_tied,
         on_p_tied,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS n_upto,
         CAST(SUM(off_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS off_upto,
         CAST(SUM(off_p_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS off_p_upto,
         CAST(SUM(on_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS on_upto,
         CAST(SUM(on_p_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS on_p_upto,
         CAST(SUM(n_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS n_all,
         CAST(SUM(off_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS off_all,
         CAST(SUM(off_p_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS off_p_all,
         CAST(SUM(on_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS on_all,
         CAST(SUM(on_p_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS on_p_all
  FROM tallied
), ranked AS (
  SELECT version_id,
         side,
         score,
         n_tied,
         off_tied,
         off_p_tied,
         on_tied,
         on_p_tied,
         n_upto,
         off_upto,
         off_p_upto,
         on_upto,
         on_p_upto,
         n_all,
         off_all,
         off_p_all,
         on_all,
         on_p_all,
         2 * ((off_all - off_p_all) - (off_upto - off_p_upto)) + off_tied - off_p_tied AS placed_off,
         2 * off_p_upto - off_p_tied AS outranked_off,
         2 * ((on_all - on_p_all) - (on_upto - on_p_upto)) + on_tied - on_p_tied AS placed_on,
         2 * on_p_upto - on_p_tied AS outranked_on,
         CASE WHEN n_upto - n_tied < n_all - off_all THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS is_high,
         CASE WHEN CAST(FLOOR(CAST(n_all AS DOUBLE) / 200) AS BIGINT) > 50 THEN CAST(FLOOR(CAST(n_all AS DOUBLE) / 200) AS BIGINT) ELSE 50 END AS width,
         CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE) / 10000) AS BIGINT) AS k_500
  FROM running
), halved AS (
  SELECT version_id,
         side,
         score,
         is_high,
         CASE WHEN n_upto - n_tied >= k_500 THEN CAST(0 AS BIGINT) WHEN n_upto >= k_500 THEN CAST(1 AS BIGINT) ELSE CAST(2 AS BIGINT) END AS standing_0,
         CAST(FLOOR(CAST(placed_off AS DOUBLE) / 65536) AS BIGINT) AS placed_off_high,
         placed_off - 65536 * CAST(FLOOR(CAST(placed_off AS DOUBLE) / 65536) AS BIGINT) AS placed_off_low,
         CAST(FLOOR(CAST(placed_on AS DOUBLE) / 65536) AS BIGINT) AS placed_on_high,
         placed_on - 65536 * CAST(FLOOR(CAST(placed_on AS DOUBLE) / 65536) AS BIGINT) AS placed_on_low,
         CAST(FLOOR(CAST(outranked_off AS DOUBLE) / 65536) AS BIGINT) AS outranked_off_high,
         outranked_off - 65536 * CAST(FLOOR(CAST(outranked_off AS DOUBLE) / 65536) AS BIGINT) AS outranked_off_low,
         CAST(FLOOR(CAST(outranked_on AS DOUBLE) / 65536) AS BIGINT) AS outranked_on_high,
         outranked_on - 65536 * CAST(FLOOR(CAST(outranked_on AS DOUBLE) / 65536) AS BIGINT) AS outranked_on_low
  FROM ranked
), positioned AS (
  SELECT common.version_id AS version_id,
         common.side AS side,
         common.customer AS customer,
         common.y AS y,
         common.stratum AS stratum,
         CASE WHEN common.y = 1 THEN halved.placed_off_high ELSE halved.outranked_off_high END AS off_high,
         CASE WHEN common.y = 1 THEN halved.placed_off_low ELSE halved.outranked_off_low END AS off_low,
         CASE WHEN common.y = 1 THEN halved.placed_on_high ELSE halved.outranked_on_high END AS on_high,
         CASE WHEN common.y = 1 THEN halved.placed_on_low ELSE halved.outranked_on_low END AS on_low,
         halved.is_high AS is_high,
         halved.standing_0 AS standing_0
  FROM common
  INNER JOIN halved
    ON halved.version_id = common.version_id AND halved.side = common.side AND halved.score = common.score
), paired AS (
  SELECT challenger.version_id AS version_id,
         champion.y AS y_champion,
         challenger.y AS y,
         champion.stratum AS stratum_champion,
         challenger.stratum AS stratum,
         champion.is_high AS champion_high,
         champion.standing_0 AS champion_standing_0,
         challenger.is_high AS challenger_high,
         challenger.standing_0 AS challenger_standing_0,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_alike,
         CAST(SUM(65536 * (challenger.off_high - champion.off_high) + (challenger.off_low - champion.off_low)) AS BIGINT) AS shift_off,
         CAST(SUM(65536 * (challenger.on_high - champion.on_high) + (challenger.on_low - champion.on_low)) AS BIGINT) AS shift_on,
         CAST(SUM((challenger.off_high - champion.off_high) * (challenger.off_high - champion.off_high)) AS BIGINT) AS square_off_off_high,
         CAST(SUM((challenger.off_high - champion.off_high) * (challenger.off_low - champion.off_low) + (challenger.off_low - champion.off_low) * (challenger.off_high - champion.off_high)) AS BIGINT) AS square_off_off_mixed,
         CAST(SUM((challenger.off_low - champion.off_low) * (challenger.off_low - champion.off_low)) AS BIGINT) AS square_off_off_low,
         CAST(SUM((challenger.off_high - champion.off_high) * (challenger.on_high - champion.on_high)) AS BIGINT) AS square_off_on_high,
         CAST(SUM((challenger.off_high - champion.off_high) * (challenger.on_low - champion.on_low) + (challenger.off_low - champion.off_low) * (challenger.on_high - champion.on_high)) AS BIGINT) AS square_off_on_mixed,
         CAST(SUM((challenger.off_low - champion.off_low) * (challenger.on_low - champion.on_low)) AS BIGINT) AS square_off_on_low,
         CAST(SUM((challenger.on_high - champion.on_high) * (challenger.on_high - champion.on_high)) AS BIGINT) AS square_on_on_high,
         CAST(SUM((challenger.on_high - champion.on_high) * (challenger.on_low - champion.on_low) + (challenger.on_low - champion.on_low) * (challenger.on_high - champion.on_high)) AS BIGINT) AS square_on_on_mixed,
         CAST(SUM((challenger.on_low - champion.on_low) * (challenger.on_low - champion.on_low)) AS BIGINT) AS square_on_on_low
  FROM positioned AS challenger
  INNER JOIN positioned AS champion
    ON champion.customer = challenger.customer AND champion.version_id = challenger.version_id
  WHERE champion.side = 0
    AND challenger.side = 1
  GROUP BY challenger.version_id, champion.y, challenger.y, champion.stratum, challenger.stratum, champion.is_high, champion.standing_0, challenger.is_high, challenger.standing_0
), classified AS (
  SELECT version_id,
         stratum,
         y,
         champion_high,
         challenger_high,
         y_champion,
         stratum_champion,
         n_alike,
         shift_off,
         shift_on,
         square_off_off_high,
         square_off_off_mixed,
         square_off_off_low,
         square_off_on_high,
         square_off_on_mixed,
         square_off_on_low,
         square_on_on_high,
         square_on_on_mixed,
         square_on_on_low,
         3 * (CAST(FLOOR(CAST(champion_standing_0 AS DOUBLE) / 1) AS BIGINT) - 3 * CAST(FLOOR(CAST(champion_standing_0 AS DOUBLE) / 3) AS BIGINT)) + (CAST(FLOOR(CAST(challenger_standing_0 AS DOUBLE) / 1) AS BIGINT) - 3 * CAST(FLOOR(CAST(challenger_standing_0 AS DOUBLE) / 3) AS BIGINT)) AS kind_500
  FROM paired
)
SELECT version_id,
       stratum,
       y,
       champion_high,
       challenger_high,
       CAST(SUM(n_alike) AS BIGINT) AS n,
       CAST(SUM(CASE WHEN y_champion <> y THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_contradicting,
       CAST(SUM(CASE WHEN stratum_champion <> stratum THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_moved,
       CAST(SUM(shift_off) AS BIGINT) AS shift_off_all,
       CAST(SUM(shift_on) AS BIGINT) AS shift_on_all,
       CAST(SUM(square_off_off_high) AS BIGINT) AS square_off_off_high_all,
       CAST(SUM(square_off_off_mixed) AS BIGINT) AS square_off_off_mixed_all,
       CAST(SUM(square_off_off_low) AS BIGINT) AS square_off_off_low_all,
       CAST(SUM(square_off_on_high) AS BIGINT) AS square_off_on_high_all,
       CAST(SUM(square_off_on_mixed) AS BIGINT) AS square_off_on_mixed_all,
       CAST(SUM(square_off_on_low) AS BIGINT) AS square_off_on_low_all,
       CAST(SUM(square_on_on_high) AS BIGINT) AS square_on_on_high_all,
       CAST(SUM(square_on_on_mixed) AS BIGINT) AS square_on_on_mixed_all,
       CAST(SUM(square_on_on_low) AS BIGINT) AS square_on_on_low_all,
       CAST(SUM(CASE WHEN kind_500 = 0 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_0,
       CAST(SUM(CASE WHEN kind_500 = 1 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_1,
       CAST(SUM(CASE WHEN kind_500 = 2 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_2,
       CAST(SUM(CASE WHEN kind_500 = 3 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_3,
       CAST(SUM(CASE WHEN kind_500 = 4 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_4,
       CAST(SUM(CASE WHEN kind_500 = 5 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_5,
       CAST(SUM(CASE WHEN kind_500 = 6 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_6,
       CAST(SUM(CASE WHEN kind_500 = 7 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_7,
       CAST(SUM(CASE WHEN kind_500 = 8 THEN n_alike ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_8
FROM classified
GROUP BY version_id, stratum, y, champion_high, challenger_high
