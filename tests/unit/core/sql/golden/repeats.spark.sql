WITH marked AS (
  SELECT NULLIF(stored.`customer_id`, '') AS customer,
         CASE WHEN stored.`version_id` = 'S-2019-04' THEN CAST(1 AS BIGINT) WHEN stored.`version_id` = 'S-2019-05' THEN CAST(2 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS power
  FROM `dwh`.`scores` AS stored
  WHERE stored.`month` IN ('2019-06')
    AND NULLIF(stored.`customer_id`, '') IS NOT NULL
), carried AS (
  SELECT customer,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_alike,
         CAST(SUM(power) AS BIGINT) AS powers
  FROM marked
  GROUP BY customer
), gathered AS (
  SELECT n_alike,
         powers,
         CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_customers
  FROM carried
  GROUP BY n_alike, powers
), written AS (
  SELECT n_customers,
         CASE WHEN n_alike > 2 THEN CAST(1 AS BIGINT) WHEN (CAST(FLOOR(CAST(powers AS DOUBLE) / 1) AS BIGINT) - 2 * CAST(FLOOR(CAST(powers AS DOUBLE) / 2) AS BIGINT)) + (CAST(FLOOR(CAST(powers AS DOUBLE) / 2) AS BIGINT) - 2 * CAST(FLOOR(CAST(powers AS DOUBLE) / 4) AS BIGINT)) < n_alike THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS is_twice
  FROM gathered
)
SELECT CAST(COALESCE(SUM(is_twice * n_customers), CAST(0 AS BIGINT)) AS BIGINT) AS n_repeats
FROM written
