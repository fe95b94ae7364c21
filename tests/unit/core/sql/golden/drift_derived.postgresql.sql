SELECT version_id,
       MAX(n_all) AS n,
       MAX(m_all) AS n_newest,
       MAX(CASE WHEN n_upto - n_tied < k_1000 AND n_upto >= k_1000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_1000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_1000 AND n_upto >= k_1000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_1000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_1000 AND n_upto >= k_1000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_1000,
       MAX(CASE WHEN n_upto - n_tied < k_2000 AND n_upto >= k_2000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_2000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_2000 AND n_upto >= k_2000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_2000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_2000 AND n_upto >= k_2000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_2000,
       MAX(CASE WHEN n_upto - n_tied < k_3000 AND n_upto >= k_3000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_3000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_3000 AND n_upto >= k_3000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_3000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_3000 AND n_upto >= k_3000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_3000,
       MAX(CASE WHEN n_upto - n_tied < k_4000 AND n_upto >= k_4000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_4000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_4000 AND n_upto >= k_4000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_4000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_4000 AND n_upto >= k_4000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_4000,
       MAX(CASE WHEN n_upto - n_tied < k_5000 AND n_upto >= k_5000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_5000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_5000 AND n_upto >= k_5000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_5000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_5000 AND n_upto >= k_5000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_5000,
       MAX(CASE WHEN n_upto - n_tied < k_6000 AND n_upto >= k_6000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_6000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_6000 AND n_upto >= k_6000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_6000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_6000 AND n_upto >= k_6000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_6000,
       MAX(CASE WHEN n_upto - n_tied < k_7000 AND n_upto >= k_7000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_7000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_7000 AND n_upto >= k_7000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_7000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_7000 AND n_upto >= k_7000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_7000,
       MAX(CASE WHEN n_upto - n_tied < k_8000 AND n_upto >= k_8000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_8000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_8000 AND n_upto >= k_8000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_8000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_8000 AND n_upto >= k_8000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_8000,
       MAX(CASE WHEN n_upto - n_tied < k_9000 AND n_upto >= k_9000 THEN CAST(score AS DOUBLE PRECISION) END) AS edge_9000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_9000 AND n_upto >= k_9000 THEN n_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_from_9000,
       CAST(SUM(CASE WHEN n_upto - n_tied < k_9000 AND n_upto >= k_9000 THEN m_upto ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS newest_from_9000,
       SUM(CASE WHEN m_tied > 0 AND score >= 0 AND score <= 10000 THEN CAST(score AS DOUBLE PRECISION) * m_tied ELSE CAST(0 AS DOUBLE PRECISION) END) AS newest_sum,
       MIN(CASE WHEN m_tied > 0 THEN CAST(score AS DOUBLE PRECISION) END) AS newest_low,
       MAX(CASE WHEN m_tied > 0 THEN CAST(score AS DOUBLE PRECISION) END) AS newest_high
FROM (
  SELECT version_id,
         score,
         n_tied,
         m_tied,
         n_upto,
         m_upto,
         n_all,
         m_all,
         CAST(FLOOR(CAST(n_all * 1000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_1000,
         CAST(FLOOR(CAST(n_all * 2000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_2000,
         CAST(FLOOR(CAST(n_all * 3000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_3000,
         CAST(FLOOR(CAST(n_all * 4000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_4000,
         CAST(FLOOR(CAST(n_all * 5000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_5000,
         CAST(FLOOR(CAST(n_all * 6000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_6000,
         CAST(FLOOR(CAST(n_all * 7000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_7000,
         CAST(FLOOR(CAST(n_all * 8000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_8000,
         CAST(FLOOR(CAST(n_all * 9000 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AS k_9000
  FROM (
    SELECT version_id,
           score,
           n_tied,
           m_tied,
           CAST(SUM(n_tied) OVER (PARTITION BY version_id ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS n_upto,
           CAST(SUM(m_tied) OVER (PARTITION BY version_id ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS m_upto,
           CAST(SUM(n_tied) OVER (PARTITION BY version_id) AS BIGINT) AS n_all,
           CAST(SUM(m_tied) OVER (PARTITION BY version_id) AS BIGINT) AS m_all
    FROM (
      SELECT version_id,
             score,
             CAST(SUM(is_evaluated) AS BIGINT) AS n_tied,
             CAST(SUM(is_newest) AS BIGINT) AS m_tied
      FROM (
        SELECT stored."version_id" AS version_id,
               FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) AS score,
               CAST(1 AS BIGINT) AS is_evaluated,
               CAST(0 AS BIGINT) AS is_newest
        FROM "dwh"."scores" AS stored
        WHERE stored."month" IN ('2019-06')
          AND stored."score" - stored."score" = 0
        UNION ALL
        SELECT stored."version_id" AS version_id,
               FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) AS score,
               CAST(0 AS BIGINT) AS is_evaluated,
               CAST(1 AS BIGINT) AS is_newest
        FROM "dwh"."scores" AS stored
        WHERE stored."month" IN ('2019-08')
          AND stored."score" - stored."score" = 0
      ) AS scored
      GROUP BY version_id, score
    ) AS tallied
  ) AS running
) AS ranked
GROUP BY version_id
