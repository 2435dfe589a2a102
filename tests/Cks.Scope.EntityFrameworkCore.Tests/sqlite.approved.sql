-- a page of a manager's crew
.param set @Scope 'main'
.param set @Scope1 0
.param set @Scope2 'MGR-001'
.param set @p 50

SELECT "c"."tenant", "c"."id", "c"."archived", "c"."center", "c"."status", "c"."test"
FROM "crew" AS "c"
WHERE "c"."tenant" = @Scope AND "c"."test" = @Scope1 AND "c"."center" IS NOT NULL AND "c"."center" IN (
    SELECT "c0"."id"
    FROM "centers" AS "c0"
    WHERE "c0"."tenant" = @Scope AND "c0"."test" = @Scope1 AND "c0"."manager_copy" = @Scope2
) AND "c"."archived" IS NULL AND "c"."tenant" IN (
    SELECT "m"."tenant"
    FROM "managers" AS "m"
    WHERE "m"."tenant" = @Scope AND "m"."test" = @Scope1 AND "m"."id" = @Scope2 AND "m"."archived" IS NULL
)
ORDER BY "c"."id"
LIMIT @p

-- orders of a manager
.param set @Scope 'main'
.param set @Scope1 0
.param set @Scope2 'MGR-001'
.param set @Scope31 'secret'
.param set @Scope32 'hidden'
.param set @Scope4 'open'

SELECT "o"."tenant", "o"."id", "o"."archived", "o"."center", "o"."created", "o"."creator", "o"."customer", "o"."due", "o"."kind", "o"."minimum", "o"."on_hand", "o"."status", "o"."test"
FROM "orders" AS "o"
WHERE "o"."tenant" = @Scope AND "o"."test" = @Scope1 AND "o"."archived" IS NULL AND "o"."id" IN (
    SELECT "o0"."id"
    FROM "orders" AS "o0"
    WHERE "o0"."tenant" = @Scope AND "o0"."test" = @Scope1 AND "o0"."creator" = @Scope2
    UNION
    SELECT "o1"."id"
    FROM "orders" AS "o1"
    WHERE "o1"."tenant" = @Scope AND "o1"."test" = @Scope1 AND "o1"."customer" IS NOT NULL AND "o1"."customer" IN (
        SELECT "c"."id"
        FROM "customers" AS "c"
        WHERE "c"."tenant" = @Scope AND "c"."test" = @Scope1 AND "c"."manager" = @Scope2
    )
    UNION
    SELECT "o2"."id"
    FROM "orders" AS "o2"
    WHERE "o2"."tenant" = @Scope AND "o2"."test" = @Scope1 AND "o2"."center" IS NOT NULL AND "o2"."center" IN (
        SELECT "c0"."id"
        FROM "centers" AS "c0"
        WHERE "c0"."tenant" = @Scope AND "c0"."test" = @Scope1 AND "c0"."manager_copy" = @Scope2
    )
) AND "o"."tenant" IN (
    SELECT "m"."tenant"
    FROM "managers" AS "m"
    WHERE "m"."tenant" = @Scope AND "m"."test" = @Scope1 AND "m"."id" = @Scope2 AND "m"."archived" IS NULL
) AND (("o"."kind" IS NOT NULL AND "o"."kind" NOT IN (@Scope31, @Scope32)) OR ("o"."status" IS NOT NULL AND "o"."status" <> @Scope4))

-- orders of a center
.param set @Scope 'main'
.param set @Scope1 0
.param set @Scope2 'CEN-001'
.param set @Scope31 'open'
.param set @Scope32 'ready'
.param set @Scope41 'open'
.param set @Scope42 'ready'
.param set @Scope51 'open'
.param set @Scope52 'ready'
.param set @Scope61 'open'
.param set @Scope62 'done'
.param set @Scope7 'plain'
.param set @Scope8 'CEN-001'

SELECT "o"."tenant", "o"."id", "o"."archived", "o"."center", "o"."created", "o"."creator", "o"."customer", "o"."due", "o"."kind", "o"."minimum", "o"."on_hand", "o"."status", "o"."test"
FROM "orders" AS "o"
WHERE "o"."tenant" = @Scope AND "o"."test" = @Scope1 AND "o"."archived" IS NULL AND "o"."id" IN (
    SELECT "o0"."id"
    FROM "orders" AS "o0"
    WHERE "o0"."tenant" = @Scope AND "o0"."test" = @Scope1 AND "o0"."creator" = @Scope2 AND "o0"."status" IS NOT NULL AND "o0"."status" IN (@Scope31, @Scope32)
    UNION
    SELECT "o1"."id"
    FROM "orders" AS "o1"
    WHERE "o1"."tenant" = @Scope AND "o1"."test" = @Scope1 AND "o1"."id" IN (
        SELECT "p"."order_id"
        FROM "participants" AS "p"
        WHERE "p"."tenant" = @Scope AND "p"."test" = @Scope1 AND "p"."viewer" = @Scope2
    ) AND "o1"."status" IS NOT NULL AND "o1"."status" IN (@Scope41, @Scope42)
    UNION
    SELECT "o2"."id"
    FROM "orders" AS "o2"
    WHERE "o2"."tenant" = @Scope AND "o2"."test" = @Scope1 AND "o2"."center" = @Scope2 AND "o2"."status" IS NOT NULL AND "o2"."status" IN (@Scope51, @Scope52)
    UNION
    SELECT "o3"."id"
    FROM "orders" AS "o3"
    WHERE "o3"."tenant" = @Scope AND "o3"."test" = @Scope1 AND "o3"."creator" = @Scope2
    UNION
    SELECT "o4"."id"
    FROM "orders" AS "o4"
    WHERE "o4"."tenant" = @Scope AND "o4"."test" = @Scope1 AND "o4"."id" IN (
        SELECT "p0"."order_id"
        FROM "participants" AS "p0"
        WHERE "p0"."tenant" = @Scope AND "p0"."test" = @Scope1 AND "p0"."viewer" = @Scope2
    )
    UNION
    SELECT "o5"."id"
    FROM "orders" AS "o5"
    WHERE "o5"."tenant" = @Scope AND "o5"."test" = @Scope1 AND "o5"."center" = @Scope2
) AND "o"."tenant" IN (
    SELECT "c"."tenant"
    FROM "centers" AS "c"
    WHERE "c"."tenant" = @Scope AND "c"."test" = @Scope1 AND "c"."id" = @Scope2 AND "c"."archived" IS NULL
) AND (("o"."status" IS NOT NULL AND "o"."status" IN (@Scope61, @Scope62) AND "o"."kind" = @Scope7) OR "o"."creator" = @Scope8)

-- reports of a center, by another column than the key
.param set @Scope 'main'
.param set @Scope1 0
.param set @Scope2 'CEN-001'

SELECT "r"."tenant", "r"."id", "r"."archived", "r"."manager", "r"."test"
FROM "reports" AS "r"
WHERE "r"."tenant" = @Scope AND "r"."test" = @Scope1 AND "r"."manager" IS NOT NULL AND "r"."manager" IN (
    SELECT "c"."manager_copy"
    FROM "centers" AS "c"
    WHERE "c"."tenant" = @Scope AND "c"."test" = @Scope1 AND "c"."id" = @Scope2 AND "c"."manager_copy" IS NOT NULL
) AND "r"."archived" IS NULL AND "r"."tenant" IN (
    SELECT "c0"."tenant"
    FROM "centers" AS "c0"
    WHERE "c0"."tenant" = @Scope AND "c0"."test" = @Scope1 AND "c0"."id" = @Scope2 AND "c0"."archived" IS NULL
)

-- reports of a manager, who sees none
SELECT "r"."tenant", "r"."id", "r"."archived", "r"."manager", "r"."test"
FROM "reports" AS "r"
WHERE 0

-- crew and their centers, of a manager
.param set @Scope3 'main'
.param set @Scope4 0
.param set @Scope5 'MGR-001'
.param set @Scope 'main'
.param set @Scope1 0
.param set @Scope2 'MGR-001'

SELECT "c"."id" AS "Id", "c2"."status" AS "Status"
FROM "crew" AS "c"
INNER JOIN (
    SELECT "c1"."id", "c1"."status"
    FROM "centers" AS "c1"
    WHERE "c1"."tenant" = @Scope3 AND "c1"."test" = @Scope4 AND "c1"."manager_copy" = @Scope5 AND "c1"."archived" IS NULL AND "c1"."tenant" IN (
        SELECT "m0"."tenant"
        FROM "managers" AS "m0"
        WHERE "m0"."tenant" = @Scope3 AND "m0"."test" = @Scope4 AND "m0"."id" = @Scope5 AND "m0"."archived" IS NULL
    )
) AS "c2" ON "c"."center" = "c2"."id"
WHERE "c"."tenant" = @Scope AND "c"."test" = @Scope1 AND "c"."center" IS NOT NULL AND "c"."center" IN (
    SELECT "c0"."id"
    FROM "centers" AS "c0"
    WHERE "c0"."tenant" = @Scope AND "c0"."test" = @Scope1 AND "c0"."manager_copy" = @Scope2
) AND "c"."archived" IS NULL AND "c"."tenant" IN (
    SELECT "m"."tenant"
    FROM "managers" AS "m"
    WHERE "m"."tenant" = @Scope AND "m"."test" = @Scope1 AND "m"."id" = @Scope2 AND "m"."archived" IS NULL
)

-- centers with orders, in a context of a manager
.param set @ef_filter__p6 'main'
.param set @ef_filter__p7 0
.param set @ef_filter__p8 'main'
.param set @ef_filter__p9 0
.param set @ef_filter__p10 'MGR-001'
.param set @ef_filter__p11 'main'
.param set @ef_filter__p12 0
.param set @ef_filter__p13 'main'
.param set @ef_filter__p14 0
.param set @ef_filter__p15 'MGR-001'
.param set @ef_filter__p16 'main'
.param set @ef_filter__p17 0
.param set @ef_filter__p18 'main'
.param set @ef_filter__p19 0
.param set @ef_filter__p20 'MGR-001'
.param set @ef_filter__p21 'main'
.param set @ef_filter__p22 0
.param set @ef_filter__p23 'MGR-001'
.param set @ef_filter__p241 'secret'
.param set @ef_filter__p242 'hidden'
.param set @ef_filter__p25 'open'
.param set @ef_filter__p 'main'
.param set @ef_filter__p1 0
.param set @ef_filter__p2 'MGR-001'
.param set @ef_filter__p3 'main'
.param set @ef_filter__p4 0
.param set @ef_filter__p5 'MGR-001'

SELECT "c"."tenant", "c"."id", "c"."archived", "c"."customer", "c"."manager_copy", "c"."status", "c"."test", "o3"."tenant", "o3"."id", "o3"."archived", "o3"."center", "o3"."created", "o3"."creator", "o3"."customer", "o3"."due", "o3"."kind", "o3"."minimum", "o3"."on_hand", "o3"."status", "o3"."test"
FROM "centers" AS "c"
LEFT JOIN (
    SELECT "o"."tenant", "o"."id", "o"."archived", "o"."center", "o"."created", "o"."creator", "o"."customer", "o"."due", "o"."kind", "o"."minimum", "o"."on_hand", "o"."status", "o"."test"
    FROM "orders" AS "o"
    WHERE "o"."tenant" = @ef_filter__p6 AND "o"."test" = @ef_filter__p7 AND "o"."archived" IS NULL AND "o"."id" IN (
        SELECT "o0"."id"
        FROM "orders" AS "o0"
        WHERE "o0"."tenant" = @ef_filter__p8 AND "o0"."test" = @ef_filter__p9 AND "o0"."creator" = @ef_filter__p10
        UNION
        SELECT "o1"."id"
        FROM "orders" AS "o1"
        WHERE "o1"."tenant" = @ef_filter__p11 AND "o1"."test" = @ef_filter__p12 AND "o1"."customer" IS NOT NULL AND "o1"."customer" IN (
            SELECT "c0"."id"
            FROM "customers" AS "c0"
            WHERE "c0"."tenant" = @ef_filter__p13 AND "c0"."test" = @ef_filter__p14 AND "c0"."manager" = @ef_filter__p15
        )
        UNION
        SELECT "o2"."id"
        FROM "orders" AS "o2"
        WHERE "o2"."tenant" = @ef_filter__p16 AND "o2"."test" = @ef_filter__p17 AND "o2"."center" IS NOT NULL AND "o2"."center" IN (
            SELECT "c1"."id"
            FROM "centers" AS "c1"
            WHERE "c1"."tenant" = @ef_filter__p18 AND "c1"."test" = @ef_filter__p19 AND "c1"."manager_copy" = @ef_filter__p20
        )
    ) AND "o"."tenant" IN (
        SELECT "m0"."tenant"
        FROM "managers" AS "m0"
        WHERE "m0"."tenant" = @ef_filter__p21 AND "m0"."test" = @ef_filter__p22 AND "m0"."id" = @ef_filter__p23 AND "m0"."archived" IS NULL
    ) AND (("o"."kind" IS NOT NULL AND "o"."kind" NOT IN (@ef_filter__p241, @ef_filter__p242)) OR ("o"."status" IS NOT NULL AND "o"."status" <> @ef_filter__p25))
) AS "o3" ON "c"."tenant" = "o3"."tenant" AND "c"."id" = "o3"."center"
WHERE "c"."tenant" = @ef_filter__p AND "c"."test" = @ef_filter__p1 AND "c"."manager_copy" = @ef_filter__p2 AND "c"."archived" IS NULL AND "c"."tenant" IN (
    SELECT "m"."tenant"
    FROM "managers" AS "m"
    WHERE "m"."tenant" = @ef_filter__p3 AND "m"."test" = @ef_filter__p4 AND "m"."id" = @ef_filter__p5 AND "m"."archived" IS NULL
)
ORDER BY "c"."tenant", "c"."id", "o3"."tenant"

-- orders whose center is paused, in a context of a manager
.param set @ef_filter__p20 'main'
.param set @ef_filter__p21 0
.param set @ef_filter__p22 'MGR-001'
.param set @ef_filter__p23 'main'
.param set @ef_filter__p24 0
.param set @ef_filter__p25 'MGR-001'
.param set @ef_filter__p 'main'
.param set @ef_filter__p1 0
.param set @ef_filter__p2 'main'
.param set @ef_filter__p3 0
.param set @ef_filter__p4 'MGR-001'
.param set @ef_filter__p5 'main'
.param set @ef_filter__p6 0
.param set @ef_filter__p7 'main'
.param set @ef_filter__p8 0
.param set @ef_filter__p9 'MGR-001'
.param set @ef_filter__p10 'main'
.param set @ef_filter__p11 0
.param set @ef_filter__p12 'main'
.param set @ef_filter__p13 0
.param set @ef_filter__p14 'MGR-001'
.param set @ef_filter__p15 'main'
.param set @ef_filter__p16 0
.param set @ef_filter__p17 'MGR-001'
.param set @ef_filter__p181 'secret'
.param set @ef_filter__p182 'hidden'
.param set @ef_filter__p19 'open'

SELECT "o"."id"
FROM "orders" AS "o"
LEFT JOIN (
    SELECT "c1"."tenant", "c1"."id", "c1"."status"
    FROM "centers" AS "c1"
    WHERE "c1"."tenant" = @ef_filter__p20 AND "c1"."test" = @ef_filter__p21 AND "c1"."manager_copy" = @ef_filter__p22 AND "c1"."archived" IS NULL AND "c1"."tenant" IN (
        SELECT "m0"."tenant"
        FROM "managers" AS "m0"
        WHERE "m0"."tenant" = @ef_filter__p23 AND "m0"."test" = @ef_filter__p24 AND "m0"."id" = @ef_filter__p25 AND "m0"."archived" IS NULL
    )
) AS "c2" ON "o"."tenant" = "c2"."tenant" AND "o"."center" = "c2"."id"
WHERE "o"."tenant" = @ef_filter__p AND "o"."test" = @ef_filter__p1 AND "o"."archived" IS NULL AND "o"."id" IN (
    SELECT "o0"."id"
    FROM "orders" AS "o0"
    WHERE "o0"."tenant" = @ef_filter__p2 AND "o0"."test" = @ef_filter__p3 AND "o0"."creator" = @ef_filter__p4
    UNION
    SELECT "o1"."id"
    FROM "orders" AS "o1"
    WHERE "o1"."tenant" = @ef_filter__p5 AND "o1"."test" = @ef_filter__p6 AND "o1"."customer" IS NOT NULL AND "o1"."customer" IN (
        SELECT "c"."id"
        FROM "customers" AS "c"
        WHERE "c"."tenant" = @ef_filter__p7 AND "c"."test" = @ef_filter__p8 AND "c"."manager" = @ef_filter__p9
    )
    UNION
    SELECT "o2"."id"
    FROM "orders" AS "o2"
    WHERE "o2"."tenant" = @ef_filter__p10 AND "o2"."test" = @ef_filter__p11 AND "o2"."center" IS NOT NULL AND "o2"."center" IN (
        SELECT "c0"."id"
        FROM "centers" AS "c0"
        WHERE "c0"."tenant" = @ef_filter__p12 AND "c0"."test" = @ef_filter__p13 AND "c0"."manager_copy" = @ef_filter__p14
    )
) AND "o"."tenant" IN (
    SELECT "m"."tenant"
    FROM "managers" AS "m"
    WHERE "m"."tenant" = @ef_filter__p15 AND "m"."test" = @ef_filter__p16 AND "m"."id" = @ef_filter__p17 AND "m"."archived" IS NULL
) AND (("o"."kind" IS NOT NULL AND "o"."kind" NOT IN (@ef_filter__p181, @ef_filter__p182)) OR ("o"."status" IS NOT NULL AND "o"."status" <> @ef_filter__p19)) AND "c2"."status" = 'paused'

