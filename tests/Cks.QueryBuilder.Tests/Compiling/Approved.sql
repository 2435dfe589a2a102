-- What the query builder writes, construct by construct: the methods, a call, the text of each dialect and its values with their .NET types.
-- A test compares it. To accept a change, read the difference to the file that the failed test names, and copy that file over this one.

-- Query.From(Table)
-- Query.From(Sites)
-- PostgreSQL
SELECT "sites"."site_id", "sites"."customer_id", "sites"."size" FROM "sites";
-- SQLite
SELECT [site_id], [customer_id], [size] FROM "sites";

-- Query.Select(ReadOnlySpan<Column>)
-- All.Select(Name, Id)
-- PostgreSQL
SELECT "staff"."name", "staff"."staff_id" FROM "staff";
-- SQLite
SELECT [name], [staff_id] FROM "staff";

-- Query.Distinct()
-- All.Select(Name, Age).Distinct().OrderByDesc(Name)
-- PostgreSQL
SELECT "staff"."name", "staff"."age" FROM "staff" GROUP BY ("staff"."name"), ("staff"."age") ORDER BY "staff"."name" COLLATE "C" DESC;
-- SQLite
SELECT "staff"."name", "staff"."age" FROM "staff" GROUP BY ("staff"."name"), ("staff"."age") ORDER BY "staff"."name" COLLATE BINARY DESC NULLS FIRST;

-- Query.GroupBy(ReadOnlySpan<Column>)
-- All.GroupBy(Site, Age).Select(Site, Age, Aggregate.Rows).OrderBy(Site).OrderByDesc(Aggregate.Rows)
-- PostgreSQL
SELECT "staff"."site_id", "staff"."age", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id", "staff"."age" ORDER BY "staff"."site_id" COLLATE "C", count(*) DESC;
-- SQLite
SELECT "staff"."site_id", "staff"."age", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id", "staff"."age" ORDER BY "staff"."site_id" COLLATE BINARY NULLS LAST, count(*) DESC NULLS FIRST;

-- Query.Having(Column<T>, Op, T)
-- PerSite.Where(IsTest, Op.Eq, false).Having(Aggregate.Rows, Op.Gt, 3).Having(Site, Op.Lt, "x")
-- PostgreSQL
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" WHERE "staff"."is_test" = @p0 GROUP BY "staff"."site_id" HAVING (count(*) > @p1) AND ("staff"."site_id" COLLATE "C" < @p2);
--   @p0 Boolean False
--   @p1 Int64 3
--   @p2 String "x"
-- SQLite
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" WHERE "staff"."is_test" = @p0 GROUP BY "staff"."site_id" HAVING (count(*) > @p1) AND ("staff"."site_id" COLLATE BINARY < @p2);
--   @p0 Int64 0
--   @p1 Int64 3
--   @p2 String "x"

-- Query.Having(Func<ConditionGroup, ConditionGroup>)
-- PerSite.Having(or => or.Where(Aggregate.Sum(Points), Op.Ge, 5).OrWhereNull(Aggregate.Max(ArchivedAt)))
-- PostgreSQL
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id" HAVING (CAST(sum("staff"."points") AS bigint) >= @p0 OR max("staff"."archived_at") IS NULL);
--   @p0 Int64 5
-- SQLite
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id" HAVING (sum("staff"."points") >= @p0 OR max("staff"."archived_at") IS NULL);
--   @p0 Int64 5

-- PerSite.Having(g => g.WhereNotIn(Aggregate.Max(Site), Keys)).Having(g => g.WhereIn(Aggregate.Rows, [1, 2]))
-- PostgreSQL
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id" HAVING (max("staff"."site_id" COLLATE "C") IS NOT NULL AND (max("staff"."site_id" COLLATE "C") IS NULL OR max("staff"."site_id" COLLATE "C") NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" IS NOT NULL))) AND (count(*) = ANY(@p0));
--   @p0 Int64[] [1, 2]
-- SQLite
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id" HAVING (max("staff"."site_id" COLLATE BINARY) IS NOT NULL AND (max("staff"."site_id" COLLATE BINARY) IS NULL OR max("staff"."site_id" COLLATE BINARY) NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" IS NOT NULL))) AND (count(*) IN (SELECT "value" FROM json_each(@p0)));
--   @p0 String "[1,2]"

-- PerSite.Having(g => g.WhereNotExists(Aggregate.Rows, All.Select(Points)))
-- both
SELECT "staff"."site_id", count(*) AS "count" FROM "staff" GROUP BY "staff"."site_id" HAVING ((count(*) IS NULL OR count(*) NOT IN (SELECT "#picked"."c1" FROM (SELECT "staff"."points" AS "c1" FROM "staff") AS "#picked" WHERE "#picked"."c1" IS NOT NULL)));

-- Query.OrderBy(Column, Nulls)
-- Ids.OrderBy(CreatedAt).OrderBy(Name).OrderBy(Age, Nulls.First).OrderBy(Rate, Nulls.Last)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" ORDER BY "staff"."created_at", "staff"."name" COLLATE "C", "staff"."age" NULLS FIRST, "staff"."rate";
-- SQLite
SELECT [staff_id] FROM "staff" ORDER BY [created_at], [name] COLLATE BINARY NULLS LAST, [age] NULLS FIRST, [rate] NULLS LAST;

-- Query.OrderByDesc(Column, Nulls)
-- Ids.OrderByDesc(CreatedAt).OrderByDesc(Name).OrderByDesc(Age, Nulls.First).OrderByDesc(Rate, Nulls.Last)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" ORDER BY "staff"."created_at" DESC, "staff"."name" COLLATE "C" DESC, "staff"."age" DESC, "staff"."rate" DESC NULLS LAST;
-- SQLite
SELECT [staff_id] FROM "staff" ORDER BY [created_at] DESC, [name] COLLATE BINARY DESC NULLS FIRST, [age] DESC NULLS FIRST, [rate] DESC NULLS LAST;

-- Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).OrderBy(Id).OrderByDesc(Age)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0) ORDER BY "staff"."staff_id" COLLATE "C", "staff"."age" DESC;
--   @p0 String "c"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0) ORDER BY +[staff_id] COLLATE BINARY NULLS LAST, +[age] DESC NULLS FIRST;
--   @p0 String "c"

-- Query.After(ReadOnlySpan<Object>)
-- Ids.Where(IsTest, Op.Eq, false).OrderBy(Id).After("W1").Limit(5)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."is_test" = @p0 AND ("staff"."staff_id") > (@p1 COLLATE "C") ORDER BY "staff"."staff_id" COLLATE "C" LIMIT 5;
--   @p0 Boolean False
--   @p1 String "W1"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [is_test] = @p0 AND ([staff_id]) > (@p1 COLLATE BINARY) ORDER BY [staff_id] COLLATE BINARY NULLS LAST LIMIT 5;
--   @p0 Int64 0
--   @p1 String "W1"

-- Ids.OrderByDesc(CreatedAt).OrderByDesc(Id).After(At, "W1")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."created_at", "staff"."staff_id") < (@p0, @p1 COLLATE "C") ORDER BY "staff"."created_at" DESC, "staff"."staff_id" COLLATE "C" DESC;
--   @p0 DateTime 2026-03-01T10:30:00.0000000 Utc
--   @p1 String "W1"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([created_at], [staff_id]) < (@p0, @p1 COLLATE BINARY) ORDER BY [created_at] DESC, [staff_id] COLLATE BINARY DESC NULLS FIRST;
--   @p0 String "2026-03-01T10:30:00.0000000Z"
--   @p1 String "W1"

-- Ids.OrderByDesc(CreatedAt).OrderBy(Name).OrderByDesc(Points).After(At, "a", 7L)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."created_at" <= @p0 AND ("staff"."created_at" < @p0 OR ("staff"."name" COLLATE "C" >= @p1 AND ("staff"."name" COLLATE "C" > @p1 OR "staff"."points" < @p2)))) ORDER BY "staff"."created_at" DESC, "staff"."name" COLLATE "C", "staff"."points" DESC;
--   @p0 DateTime 2026-03-01T10:30:00.0000000 Utc
--   @p1 String "a"
--   @p2 Int64 7
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([created_at] <= @p0 AND ([created_at] < @p0 OR ([name] COLLATE BINARY >= @p1 AND ([name] COLLATE BINARY > @p1 OR [points] < @p2)))) ORDER BY [created_at] DESC, [name] COLLATE BINARY NULLS LAST, [points] DESC;
--   @p0 String "2026-03-01T10:30:00.0000000Z"
--   @p1 String "a"
--   @p2 Int64 7

-- Query.Limit(Int32)
-- Ids.OrderBy(Id).Limit(5)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" ORDER BY "staff"."staff_id" COLLATE "C" LIMIT 5;
-- SQLite
SELECT [staff_id] FROM "staff" ORDER BY [staff_id] COLLATE BINARY NULLS LAST LIMIT 5;

-- Query.Count()
-- Ids.Where(Name, Op.Eq, "a").OrderBy(Name).Count()
-- both
SELECT count(*) FROM "staff" WHERE "staff"."name" = @p0;
--   @p0 String "a"

-- Ids.Where(Name, Op.Eq, "a").Limit(1001).Count()
-- both
SELECT count(*) FROM (SELECT 1 FROM "staff" WHERE "staff"."name" = @p0 LIMIT 1001) AS "#counted";
--   @p0 String "a"

-- Ids.OrderBy(Points).After(7L).Limit(9).Count()
-- both
SELECT count(*) FROM (SELECT 1 FROM "staff" WHERE ("staff"."points") > (@p0) LIMIT 9) AS "#counted";
--   @p0 Int64 7

-- All.Select(Name).Distinct().Count()
-- both
SELECT count(*) FROM (SELECT 1 FROM "staff" GROUP BY ("staff"."name")) AS "#counted";

-- PerSite.Having(Aggregate.Rows, Op.Gt, 3).Count()
-- both
SELECT count(*) FROM (SELECT 1 FROM "staff" GROUP BY "staff"."site_id" HAVING (count(*) > @p0)) AS "#counted";
--   @p0 Int64 3

-- All.GroupBy(Site).Select(Site, Aggregate.Max(Age)).OrderBy(Site).Limit(3).Count()
-- both
SELECT count(*) FROM (SELECT 1 FROM "staff" GROUP BY "staff"."site_id" LIMIT 3) AS "#counted";

-- All.Select(Aggregate.Max(Age)).Count()
-- both
SELECT count(*) FROM (SELECT max("staff"."age") FROM "staff") AS "#counted";

-- Query.ForUpdate()
-- One.ForUpdate()
-- PostgreSQL
SELECT "staff"."staff_id", "staff"."name", "staff"."boss_id", "staff"."site_id", "staff"."is_test", "staff"."level", "staff"."age", "staff"."points", "staff"."bonus", "staff"."weight", "staff"."rate", "staff"."tag", "staff"."born", "staff"."created_at", "staff"."archived_at", "staff"."photo", "staff"."doc", "staff"."extra" FROM "staff" WHERE "staff"."staff_id" = @p0 FOR UPDATE;
--   @p0 String "W1"
-- SQLite
SELECT [staff_id], [name], [boss_id], [site_id], [is_test], [level], [age], [points], [bonus], [weight], [rate], [tag], [born], [created_at], [archived_at], [photo], [doc], [extra] FROM "staff" WHERE [staff_id] = @p0;
--   @p0 String "W1"

-- Ids.LeftJoin(Sites, SiteId, Site).Limit(1).ForUpdate()
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" LEFT JOIN "sites" ON "sites"."site_id" = "staff"."site_id" LIMIT 1 FOR UPDATE OF "staff";
-- SQLite
SELECT "staff"."staff_id" FROM "staff" LEFT JOIN "sites" ON "sites"."site_id" = "staff"."site_id" LIMIT 1;

-- Query.ForShare()
-- One.Select(Points).ForUpdate().ForShare()
-- PostgreSQL
SELECT "staff"."points" FROM "staff" WHERE "staff"."staff_id" = @p0 FOR SHARE;
--   @p0 String "W1"
-- SQLite
SELECT [points] FROM "staff" WHERE [staff_id] = @p0;
--   @p0 String "W1"

-- Query.Tag(SqlTag)
-- Ids.Tag(SqlTag.Register("staff.list"))
-- PostgreSQL
/* staff.list */ SELECT "staff"."staff_id" FROM "staff";
-- SQLite
/* staff.list */ SELECT [staff_id] FROM "staff";

-- Query.When(Boolean, Func<Query, Query>)
-- Ids.When(true, q => q.Where(Level, Op.Gt, 1)).When(false, q => q.WhereFalse())
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."level" > @p0;
--   @p0 Int32 1
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [level] > @p0;
--   @p0 Int32 1

-- Query.Bind(ReadOnlySpan<ParameterValue>)
-- Ids.Where(Name, Op.Eq, Wanted).Where(Level, Op.Lt, 3).Where(Boss, Op.Ne, Wanted).Bind(Wanted.Is("b"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = @p0 AND "staff"."level" < @p1 AND "staff"."boss_id" <> @p0;
--   @p0 String "b"
--   @p1 Int32 3
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] = @p0 AND [level] < @p1 AND [boss_id] <> @p0;
--   @p0 String "b"
--   @p1 Int32 3

-- Query.Where(Column<T>, Op, T)
-- Ids.Where(Name, Op.Eq, "a").Where(Points, Op.Ne, 1).Where(Age, Op.Ge, 3).Where(Name, Op.Lt, "b").Where(Id, Op.Le, "c").Where(Id, Op.Gt, "d")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = @p0 AND "staff"."points" <> @p1 AND "staff"."age" >= @p2 AND "staff"."name" COLLATE "C" < @p3 AND "staff"."staff_id" COLLATE "C" <= @p4 AND "staff"."staff_id" COLLATE "C" > @p5;
--   @p0 String "a"
--   @p1 Int64 1
--   @p2 Int32 3
--   @p3 String "b"
--   @p4 String "c"
--   @p5 String "d"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] = @p0 AND [points] <> @p1 AND [age] >= @p2 AND [name] COLLATE BINARY < @p3 AND [staff_id] COLLATE BINARY <= @p4 AND [staff_id] COLLATE BINARY > @p5;
--   @p0 String "a"
--   @p1 Int64 1
--   @p2 Int32 3
--   @p3 String "b"
--   @p4 String "c"
--   @p5 String "d"

-- Ids.Where(IsTest, Op.Eq, true).Where(Weight, Op.Lt, 0.5).Where(Tag, Op.Eq, Guid.Empty).Where(Born, Op.Lt, new DateOnly(2000, 2, 29)).Where(CreatedAt, Op.Ge, At).Where(Photo, Op.Eq, new byte[] { 1, 255 })
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."is_test" = @p0 AND "staff"."weight" < @p1 AND "staff"."tag" = @p2 AND "staff"."born" < @p3 AND "staff"."created_at" >= @p4 AND "staff"."photo" = @p5;
--   @p0 Boolean True
--   @p1 Double 0.5
--   @p2 Guid 00000000-0000-0000-0000-000000000000
--   @p3 DateOnly 2000-02-29
--   @p4 DateTime 2026-03-01T10:30:00.0000000 Utc
--   @p5 Byte[] 01ff
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [is_test] = @p0 AND [weight] < @p1 AND [tag] = @p2 AND [born] < @p3 AND [created_at] >= @p4 AND [photo] = @p5;
--   @p0 Int64 1
--   @p1 Double 0.5
--   @p2 String "00000000-0000-0000-0000-000000000000"
--   @p3 String "2000-02-29"
--   @p4 String "2026-03-01T10:30:00.0000000Z"
--   @p5 Byte[] 01ff

-- Query.Where(Column<T>, Op, Parameter<T>)
-- Ids.Where(Name, Op.Gt, Wanted).Bind(Wanted.Is("b"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" > @p0;
--   @p0 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] COLLATE BINARY > @p0;
--   @p0 String "b"

-- Ids.Where(Name, Op.Gt, Opaque).WhereIn(Site, Keys.Where(Customer, Op.Eq, Opaque)).WhereNotExists(Boss, Keys.Where(Customer, Op.Ne, Opaque)).Bind(Opaque.Is("b"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" > (SELECT @p0) AND "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = (SELECT @p0)) AND NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."customer_id" <> (SELECT @p0)) AS "#picked" WHERE "#picked"."c1" = "staff"."boss_id" OFFSET 0);
--   @p0 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] COLLATE BINARY > @p0 AND [site_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0) AND ([boss_id] IS NULL OR [boss_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."customer_id" <> @p0) AS "#picked" WHERE "#picked"."c1" IS NOT NULL));
--   @p0 String "b"

-- Query.Where(Column, Op, Column)
-- Ids.Where(Name, Op.Eq, Boss).Where(Name, Op.Lt, Id)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = "staff"."boss_id" AND "staff"."name" COLLATE "C" < "staff"."staff_id";
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] = [boss_id] AND [name] COLLATE BINARY < [staff_id];

-- Query.Where(Func<ConditionGroup, ConditionGroup>)
-- Ids.WhereNull(ArchivedAt).Where(or => or.Where(Name, Op.Eq, "a").Where(Age, Op.Eq, 1).OrWhere(Name, Op.Eq, "b")).Where(IsTest, Op.Eq, true)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."archived_at" IS NULL AND (("staff"."name" = @p0 AND "staff"."age" = @p1) OR "staff"."name" = @p2) AND "staff"."is_test" = @p3;
--   @p0 String "a"
--   @p1 Int32 1
--   @p2 String "b"
--   @p3 Boolean True
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [archived_at] IS NULL AND (([name] = @p0 AND [age] = @p1) OR [name] = @p2) AND [is_test] = @p3;
--   @p0 String "a"
--   @p1 Int32 1
--   @p2 String "b"
--   @p3 Int64 1

-- Ids.Where(one => one.Where(Name, Op.Eq, "a").WhereNull(Age))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = @p0 AND "staff"."age" IS NULL;
--   @p0 String "a"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] = @p0 AND [age] IS NULL;
--   @p0 String "a"

-- Query.WhereNot(Func<ConditionGroup, ConditionGroup>)
-- Ids.WhereNot(or => or.Where(Name, Op.Eq, "a").OrWhereNull(Age)).WhereNot(one => one.WhereContains(Name, "x"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE NOT ("staff"."name" = @p0 OR "staff"."age" IS NULL) AND NOT ("staff"."name" COLLATE "C" ILIKE @p1 ESCAPE '!');
--   @p0 String "a"
--   @p1 String "%x%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE NOT ([name] = @p0 OR [age] IS NULL) AND NOT ([name] LIKE @p1 ESCAPE '!');
--   @p0 String "a"
--   @p1 String "%x%"

-- Query.WhereNull(Column), Query.WhereNotNull(Column)
-- Ids.WhereNull(ArchivedAt).WhereNotNull(Doc)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."archived_at" IS NULL AND "staff"."doc" IS NOT NULL;
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [archived_at] IS NULL AND [doc] IS NOT NULL;

-- Query.WhereBetween(Column<T>, T, T)
-- Ids.WhereBetween(Name, "a", "b").WhereBetween(Born, new DateOnly(2000, 1, 1), new DateOnly(2000, 12, 31))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" COLLATE "C" >= @p0 AND "staff"."name" COLLATE "C" <= @p1) AND ("staff"."born" >= @p2 AND "staff"."born" <= @p3);
--   @p0 String "a"
--   @p1 String "b"
--   @p2 DateOnly 2000-01-01
--   @p3 DateOnly 2000-12-31
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([name] COLLATE BINARY >= @p0 AND [name] COLLATE BINARY <= @p1) AND ([born] >= @p2 AND [born] <= @p3);
--   @p0 String "a"
--   @p1 String "b"
--   @p2 String "2000-01-01"
--   @p3 String "2000-12-31"

-- Query.WhereIn(Column<T>, IReadOnlyCollection<T>)
-- Ids.WhereIn(Name, ["a", "b"]).WhereIn(Level, [1, 2]).WhereIn(IsTest, [true]).WhereIn(Weight, [0.1]).WhereIn(Born, [new DateOnly(2000, 2, 29)]).WhereIn(CreatedAt, [At])
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" = ANY(@p0) AND "staff"."level" = ANY(@p1) AND "staff"."is_test" = ANY(@p2) AND "staff"."weight" = ANY(@p3) AND "staff"."born" = ANY(@p4) AND "staff"."created_at" = ANY(@p5);
--   @p0 String[] ["a", "b"]
--   @p1 Int32[] [1, 2]
--   @p2 Boolean[] [True]
--   @p3 Double[] [0.1]
--   @p4 DateOnly[] [2000-02-29]
--   @p5 DateTime[] [2026-03-01T10:30:00.0000000 Utc]
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] IN (SELECT "value" FROM json_each(@p0)) AND [level] IN (SELECT "value" FROM json_each(@p1)) AND [is_test] IN (SELECT "value" FROM json_each(@p2)) AND [weight] IN (SELECT "value" FROM json_each(@p3)) AND [born] IN (SELECT "value" FROM json_each(@p4)) AND [created_at] IN (SELECT "value" FROM json_each(@p5));
--   @p0 String "["a","b"]"
--   @p1 String "[1,2]"
--   @p2 String "[1]"
--   @p3 String "[0.1]"
--   @p4 String "["2000-02-29"]"
--   @p5 String "["2026-03-01T10:30:00.0000000Z"]"

-- Ids.WhereIn(Name, [])
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE FALSE;
-- SQLite
SELECT [staff_id] FROM "staff" WHERE FALSE;

-- Query.WhereIn(Column, Query)
-- Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).Where(IsTest, Op.Eq, false)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0) AND "staff"."is_test" = @p1;
--   @p0 String "c"
--   @p1 Boolean False
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0) AND [is_test] = @p1;
--   @p0 String "c"
--   @p1 Int64 0

-- Query.WhereIn(Column, ReadOnlySpan<Query>)
-- Ids.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c"), Keys.WhereFalse(), Keys.WhereNull(Size), Keys.OrderByDesc(Size).Limit(2))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0 UNION SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL UNION SELECT * FROM (SELECT "sites"."site_id" FROM "sites" ORDER BY "sites"."size" DESC LIMIT 2) AS "#arm");
--   @p0 String "c"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0 UNION SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL UNION SELECT * FROM (SELECT "sites"."site_id" FROM "sites" ORDER BY "sites"."size" DESC NULLS FIRST LIMIT 2) AS "#arm");
--   @p0 String "c"

-- Ids.WhereIn(Site, Keys.WhereFalse(), Keys)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites");
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "sites"."site_id" FROM "sites");

-- Query.WhereNotIn(Column, Query)
-- Ids.WhereNotIn(Site, Keys.Where(Customer, Op.Eq, "c"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."customer_id" = @p0) AS "#picked" WHERE "#picked"."c1" = "staff"."site_id");
--   @p0 String "c"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IS NOT NULL AND ([site_id] IS NULL OR [site_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."customer_id" = @p0) AS "#picked" WHERE "#picked"."c1" IS NOT NULL));
--   @p0 String "c"

-- Ids.WhereNotIn(Site, Keys.WhereFalse())
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IS NOT NULL;
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IS NOT NULL;

-- Query.WhereExists(Column, Query)
-- Ids.WhereExists(Site, Keys.Where(Customer, Op.Eq, "c"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0);
--   @p0 String "c"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p0);
--   @p0 String "c"

-- Query.WhereNotExists(Column, Query)
-- Ids.WhereNotExists(Site, Keys.OrderBy(Size).Limit(3))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" ORDER BY "sites"."size" LIMIT 3) AS "#picked" WHERE "#picked"."c1" = "staff"."site_id");
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([site_id] IS NULL OR [site_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" ORDER BY "sites"."size" NULLS LAST LIMIT 3) AS "#picked" WHERE "#picked"."c1" IS NOT NULL));

-- Query.WhereExists(Query), Query.WhereNotExists(Query)
-- Ids.WhereExists(Keys.Where(Size, Op.Gt, 3)).WhereNotExists(Query.From(Sites))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE EXISTS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" > @p0) AND NOT EXISTS (SELECT "sites"."site_id", "sites"."customer_id", "sites"."size" FROM "sites");
--   @p0 Int32 3
-- SQLite
SELECT [staff_id] FROM "staff" WHERE EXISTS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" > @p0) AND NOT EXISTS (SELECT "sites"."site_id", "sites"."customer_id", "sites"."size" FROM "sites");
--   @p0 Int32 3

-- Query.WhereContains(Column<String>, String)
-- Ids.WhereContains(Name, "1%_!")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!';
--   @p0 String "%1!%!_!!%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] LIKE @p0 ESCAPE '!';
--   @p0 String "%1!%!_!!%"

-- Query.WhereStarts(Column<String>, String)
-- Ids.WhereStarts(Name, "1%")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!';
--   @p0 String "1!%%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] LIKE @p0 ESCAPE '!';
--   @p0 String "1!%%"

-- Query.WhereEnds(Column<String>, String)
-- Ids.WhereEnds(Name, "1%")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!';
--   @p0 String "%1!%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] LIKE @p0 ESCAPE '!';
--   @p0 String "%1!%"

-- Query.WhereSame(Column<String>, String)
-- Ids.WhereSame(Name, "1%")
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!';
--   @p0 String "1!%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE [name] LIKE @p0 ESCAPE '!';
--   @p0 String "1!%"

-- Query.WhereFalse()
-- Ids.WhereFalse()
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE FALSE;
-- SQLite
SELECT [staff_id] FROM "staff" WHERE FALSE;

-- Query.Join(Table, Column, Column)
-- Ids.Join(Sites, SiteId, Site).Where(Customer, Op.Eq, "c").OrderBy(Customer)
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" JOIN "sites" ON "sites"."site_id" = "staff"."site_id" WHERE "sites"."customer_id" = @p0 ORDER BY "sites"."customer_id" COLLATE "C";
--   @p0 String "c"
-- SQLite
SELECT "staff"."staff_id" FROM "staff" JOIN "sites" ON "sites"."site_id" = "staff"."site_id" WHERE "sites"."customer_id" = @p0 ORDER BY "sites"."customer_id" COLLATE BINARY NULLS LAST;
--   @p0 String "c"

-- Query.Join(Table, Func<ConditionGroup, ConditionGroup>)
-- Ids.Join(Sites, on => on.Where(SiteId, Op.Eq, Site).Where(Size, Op.Gt, 3).OrWhere(Customer, Op.Eq, Name)).Where(Level, Op.Eq, 1)
-- both
SELECT "staff"."staff_id" FROM "staff" JOIN "sites" ON (("sites"."site_id" = "staff"."site_id" AND "sites"."size" > @p0) OR "sites"."customer_id" = "staff"."name") WHERE "staff"."level" = @p1;
--   @p0 Int32 3
--   @p1 Int32 1

-- Query.LeftJoin(Table, Column, Column)
-- All.LeftJoin(Sites, SiteId, Site).Select(Id, Customer).OrderBy(CreatedAt).OrderBy(SiteId)
-- PostgreSQL
SELECT "staff"."staff_id", "sites"."customer_id" FROM "staff" LEFT JOIN "sites" ON "sites"."site_id" = "staff"."site_id" ORDER BY "staff"."created_at", "sites"."site_id" COLLATE "C";
-- SQLite
SELECT "staff"."staff_id", "sites"."customer_id" FROM "staff" LEFT JOIN "sites" ON "sites"."site_id" = "staff"."site_id" ORDER BY "staff"."created_at" NULLS LAST, "sites"."site_id" COLLATE BINARY NULLS LAST;

-- Query.LeftJoin(Table, Func<ConditionGroup, ConditionGroup>)
-- Ids.LeftJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).Where(Size, Op.Gt, 3)).WhereNull(SiteId)
-- both
SELECT "staff"."staff_id" FROM "staff" LEFT JOIN "sites" ON ("sites"."site_id" = "staff"."site_id" AND "sites"."size" > @p0) WHERE "sites"."site_id" IS NULL;
--   @p0 Int32 3

-- Query.RightJoin(Table, Column, Column)
-- Ids.RightJoin(Sites, SiteId, Site)
-- both
SELECT "staff"."staff_id" FROM "staff" RIGHT JOIN "sites" ON "sites"."site_id" = "staff"."site_id";

-- Query.RightJoin(Table, Func<ConditionGroup, ConditionGroup>)
-- Ids.RightJoin(Sites, on => on.Where(SiteId, Op.Eq, Site).WhereNot(x => x.WhereNull(Size)))
-- both
SELECT "staff"."staff_id" FROM "staff" RIGHT JOIN "sites" ON ("sites"."site_id" = "staff"."site_id" AND NOT ("sites"."size" IS NULL));

-- Query.FullJoin(Table, Column, Column)
-- Ids.FullJoin(Sites, SiteId, Site)
-- both
SELECT "staff"."staff_id" FROM "staff" FULL JOIN "sites" ON "sites"."site_id" = "staff"."site_id";

-- Query.CrossJoin(Table)
-- Ids.CrossJoin(Sites)
-- both
SELECT "staff"."staff_id" FROM "staff" CROSS JOIN "sites";

-- Query.AsTable(Int32), Table.Column(Column<T>)
-- With(PerSite.AsTable(), sites => Query.From(sites).Where(sites.Column(Aggregate.Rows), Op.Gt, 2).OrderBy(sites.Column(Site)))
-- PostgreSQL
SELECT "#1"."c1" AS "site_id", "#1"."c2" AS "count" FROM (SELECT "staff"."site_id" AS "c1", count(*) AS "c2" FROM "staff" GROUP BY "staff"."site_id") AS "#1" WHERE "#1"."c2" > @p0 ORDER BY "#1"."c1" COLLATE "C";
--   @p0 Int64 2
-- SQLite
SELECT "#1"."c1" AS "site_id", "#1"."c2" AS "count" FROM (SELECT "staff"."site_id" AS "c1", count(*) AS "c2" FROM "staff" GROUP BY "staff"."site_id") AS "#1" WHERE "#1"."c2" > @p0 ORDER BY "#1"."c1" COLLATE BINARY NULLS LAST;
--   @p0 Int64 2

-- With(Large.AsTable(2), large => Ids.Where(Name, Op.Eq, "a").Join(large, large.Column(SiteId), Site))
-- both
SELECT "staff"."staff_id" FROM "staff" JOIN (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."size" > @p0) AS "#2" ON ("#2"."c1" = "staff"."site_id") WHERE "staff"."name" = @p1;
--   @p0 Int32 9
--   @p1 String "a"

-- With(Large.AsTable(2), large => Query.From(large).Where(or => or.Where(large.Column(SiteId), Op.Eq, "a").OrWhereNull(large.Column(SiteId))))
-- both
SELECT "#2"."c1" AS "site_id" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."size" > @p0) AS "#2" WHERE ("#2"."c1" = @p1 OR "#2"."c1" IS NULL);
--   @p0 Int32 9
--   @p1 String "a"

-- Query.AsCommonTable(Int32), Query.With(Table)
-- With(Large.AsCommonTable(), large => Ids.With(large).WhereIn(Site, Query.From(large)).WhereNotIn(Boss, Query.From(large)))
-- PostgreSQL
WITH "#1"("c1") AS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" > @p0) SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."site_id" IN (SELECT "#1"."c1" FROM "#1") AND "staff"."boss_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT "#1"."c1" AS "c1" FROM "#1") AS "#picked" WHERE "#picked"."c1" = "staff"."boss_id");
--   @p0 Int32 9
-- SQLite
WITH "#1"("c1") AS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" > @p0) SELECT [staff_id] FROM "staff" WHERE [site_id] IN (SELECT "#1"."c1" FROM "#1") AND [boss_id] IS NOT NULL AND ([boss_id] IS NULL OR [boss_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "#1"."c1" AS "c1" FROM "#1") AS "#picked" WHERE "#picked"."c1" IS NOT NULL));
--   @p0 Int32 9

-- Query.AsRecursiveTable(Func<Table, Query>, Int32)
-- With(One.Select(Id).AsRecursiveTable(found => Ids.Join(found, found.Column(Id), Boss)), below => Query.From(below).With(below).OrderBy(below.Column(Id)).Limit(9))
-- PostgreSQL
WITH RECURSIVE "#1"("c1") AS (SELECT "staff"."staff_id" COLLATE "default" FROM "staff" WHERE "staff"."staff_id" = @p0 UNION SELECT "staff"."staff_id" COLLATE "default" FROM "staff" JOIN "#1" ON ("#1"."c1" = "staff"."boss_id")) SELECT "#1"."c1" AS "staff_id" FROM "#1" ORDER BY "#1"."c1" COLLATE "C" LIMIT 9;
--   @p0 String "W1"
-- SQLite
WITH RECURSIVE "#1"("c1") AS (SELECT "staff"."staff_id" FROM "staff" WHERE "staff"."staff_id" = @p0 UNION SELECT "staff"."staff_id" FROM "staff" JOIN "#1" ON ("#1"."c1" = "staff"."boss_id")) SELECT "#1"."c1" AS "staff_id" FROM "#1" ORDER BY "#1"."c1" COLLATE BINARY NULLS LAST LIMIT 9;
--   @p0 String "W1"

-- Query.Union(ReadOnlySpan<Query>)
-- Ids.Where(Name, Op.Eq, "a").Union(Keys, Ids.OrderBy(Id).Limit(2))
-- PostgreSQL
SELECT "#1"."c1" AS "staff_id" FROM (SELECT "staff"."staff_id" AS "c1" FROM "staff" WHERE "staff"."name" = @p0 UNION SELECT "sites"."site_id" FROM "sites" UNION SELECT * FROM (SELECT "staff"."staff_id" FROM "staff" ORDER BY "staff"."staff_id" COLLATE "C" LIMIT 2) AS "#arm") AS "#1";
--   @p0 String "a"
-- SQLite
SELECT "#1"."c1" AS "staff_id" FROM (SELECT "staff"."staff_id" AS "c1" FROM "staff" WHERE "staff"."name" = @p0 UNION SELECT "sites"."site_id" FROM "sites" UNION SELECT * FROM (SELECT "staff"."staff_id" FROM "staff" ORDER BY "staff"."staff_id" COLLATE BINARY NULLS LAST LIMIT 2) AS "#arm") AS "#1";
--   @p0 String "a"

-- Query.UnionAll(ReadOnlySpan<Query>)
-- Ids.UnionAll(Keys.Where(Size, Op.Eq, 1)).Limit(3)
-- both
SELECT "#1"."c1" AS "staff_id" FROM (SELECT "staff"."staff_id" AS "c1" FROM "staff" UNION ALL SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" = @p0) AS "#1" LIMIT 3;
--   @p0 Int32 1

-- Query.Intersect(ReadOnlySpan<Query>)
-- Ids.Intersect(Keys)
-- both
SELECT "#1"."c1" AS "staff_id" FROM (SELECT "staff"."staff_id" AS "c1" FROM "staff" INTERSECT SELECT "sites"."site_id" FROM "sites") AS "#1";

-- Query.Except(ReadOnlySpan<Query>)
-- Ids.Union(Keys).Except(Keys.Where(Size, Op.Eq, 1))
-- both
SELECT "#1"."c1" AS "staff_id" FROM (SELECT "#1"."c1" AS "c1" FROM (SELECT "staff"."staff_id" AS "c1" FROM "staff" UNION SELECT "sites"."site_id" FROM "sites") AS "#1" EXCEPT SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" = @p0) AS "#1";
--   @p0 Int32 1

-- Table.Alias(Int32)
-- With(Staff.Alias(), boss => All.Join(boss, boss.Column(Id), Boss).Select(Name, boss.Column(Name)).OrderBy(boss.Column(Age)))
-- PostgreSQL
SELECT "staff"."name", "#1:staff"."name" FROM "staff" JOIN "staff" AS "#1:staff" ON "#1:staff"."staff_id" = "staff"."boss_id" ORDER BY "#1:staff"."age";
-- SQLite
SELECT "staff"."name", "#1:staff"."name" FROM "staff" JOIN "staff" AS "#1:staff" ON "#1:staff"."staff_id" = "staff"."boss_id" ORDER BY "#1:staff"."age" NULLS LAST;

-- ConditionGroup.Where(Column<T>, Op, T), ConditionGroup.OrWhere(Column<T>, Op, T)
-- Ids.Where(or => or.Where(Name, Op.Eq, "a").OrWhere(Level, Op.Gt, 2))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" = @p0 OR "staff"."level" > @p1);
--   @p0 String "a"
--   @p1 Int32 2
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([name] = @p0 OR [level] > @p1);
--   @p0 String "a"
--   @p1 Int32 2

-- ConditionGroup.Where(Column<T>, Op, Parameter<T>), ConditionGroup.OrWhere(Column<T>, Op, Parameter<T>)
-- Ids.Where(or => or.Where(Name, Op.Eq, Wanted).OrWhere(Boss, Op.Gt, Wanted)).Bind(Wanted.Is("b"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" = @p0 OR "staff"."boss_id" COLLATE "C" > @p0);
--   @p0 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([name] = @p0 OR [boss_id] COLLATE BINARY > @p0);
--   @p0 String "b"

-- ConditionGroup.Where(Column, Op, Column), ConditionGroup.OrWhere(Column, Op, Column)
-- Ids.Where(or => or.Where(Name, Op.Eq, Id).OrWhere(Boss, Op.Ge, Id))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" = "staff"."staff_id" OR "staff"."boss_id" COLLATE "C" >= "staff"."staff_id");
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([name] = [staff_id] OR [boss_id] COLLATE BINARY >= [staff_id]);

-- ConditionGroup.Where(Func<ConditionGroup, ConditionGroup>), ConditionGroup.OrWhere(Func<ConditionGroup, ConditionGroup>)
-- Ids.Where(or => or.Where(x => x.WhereNull(Age).OrWhere(Age, Op.Gt, 1)).OrWhere(x => x.Where(Name, Op.Eq, "a").OrWhere(x => x.Where(Name, Op.Eq, "b").Where(Level, Op.Eq, 1))))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (("staff"."age" IS NULL OR "staff"."age" > @p0) OR ("staff"."name" = @p1 OR ("staff"."name" = @p2 AND "staff"."level" = @p3)));
--   @p0 Int32 1
--   @p1 String "a"
--   @p2 String "b"
--   @p3 Int32 1
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (([age] IS NULL OR [age] > @p0) OR ([name] = @p1 OR ([name] = @p2 AND [level] = @p3)));
--   @p0 Int32 1
--   @p1 String "a"
--   @p2 String "b"
--   @p3 Int32 1

-- ConditionGroup.WhereNot(Func<ConditionGroup, ConditionGroup>)
-- Ids.Where(or => or.Where(Level, Op.Eq, 1).OrWhere(x => x.WhereNot(y => y.Where(Name, Op.Eq, "a").Where(Boss, Op.Eq, "b"))))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."level" = @p0 OR NOT ("staff"."name" = @p1 AND "staff"."boss_id" = @p2));
--   @p0 Int32 1
--   @p1 String "a"
--   @p2 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([level] = @p0 OR NOT ([name] = @p1 AND [boss_id] = @p2));
--   @p0 Int32 1
--   @p1 String "a"
--   @p2 String "b"

-- ConditionGroup.WhereNull(Column), ConditionGroup.WhereNotNull(Column), ConditionGroup.OrWhereNull(Column), ConditionGroup.OrWhereNotNull(Column)
-- Ids.Where(or => or.WhereNull(Age).WhereNotNull(Boss).OrWhereNull(Doc).OrWhereNotNull(Rate))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (("staff"."age" IS NULL AND "staff"."boss_id" IS NOT NULL) OR "staff"."doc" IS NULL OR "staff"."rate" IS NOT NULL);
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (([age] IS NULL AND [boss_id] IS NOT NULL) OR [doc] IS NULL OR [rate] IS NOT NULL);

-- ConditionGroup.WhereBetween(Column<T>, T, T)
-- Ids.Where(or => or.WhereBetween(Level, 1, 2).OrWhere(x => x.WhereBetween(Name, "a", "b")))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (("staff"."level" >= @p0 AND "staff"."level" <= @p1) OR ("staff"."name" COLLATE "C" >= @p2 AND "staff"."name" COLLATE "C" <= @p3));
--   @p0 Int32 1
--   @p1 Int32 2
--   @p2 String "a"
--   @p3 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (([level] >= @p0 AND [level] <= @p1) OR ([name] COLLATE BINARY >= @p2 AND [name] COLLATE BINARY <= @p3));
--   @p0 Int32 1
--   @p1 Int32 2
--   @p2 String "a"
--   @p3 String "b"

-- ConditionGroup.WhereIn(Column<T>, IReadOnlyCollection<T>), ConditionGroup.OrWhereIn(Column<T>, IReadOnlyCollection<T>)
-- Ids.Where(or => or.WhereIn(Level, [1, 2]).OrWhereIn(Name, ["a"]))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."level" = ANY(@p0) OR "staff"."name" = ANY(@p1));
--   @p0 Int32[] [1, 2]
--   @p1 String[] ["a"]
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([level] IN (SELECT "value" FROM json_each(@p0)) OR [name] IN (SELECT "value" FROM json_each(@p1)));
--   @p0 String "[1,2]"
--   @p1 String "["a"]"

-- ConditionGroup.WhereIn(Column, Query), ConditionGroup.OrWhereIn(Column, Query)
-- Ids.Where(or => or.WhereIn(Site, Keys).OrWhereIn(Boss, Keys.Where(Size, Op.Eq, 1)))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites") OR "staff"."boss_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" = @p0));
--   @p0 Int32 1
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([site_id] IN (SELECT "sites"."site_id" FROM "sites") OR [boss_id] IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" = @p0));
--   @p0 Int32 1

-- ConditionGroup.WhereIn(Column, ReadOnlySpan<Query>), ConditionGroup.OrWhereIn(Column, ReadOnlySpan<Query>)
-- Ids.Where(or => or.WhereIn(Site, Keys, Keys.WhereNull(Size)).OrWhereIn(Boss, Keys, Keys.WhereFalse()))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" UNION SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL) OR "staff"."boss_id" IN (SELECT "sites"."site_id" FROM "sites"));
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([site_id] IN (SELECT "sites"."site_id" FROM "sites" UNION SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL) OR [boss_id] IN (SELECT "sites"."site_id" FROM "sites"));

-- ConditionGroup.WhereNotIn(Column, Query), ConditionGroup.OrWhereNotIn(Column, Query)
-- Ids.Where(or => or.WhereNotIn(Site, Keys).OrWhereNotIn(Boss, Keys.Where(Size, Op.Eq, 1)))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (("staff"."site_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" = "staff"."site_id")) OR ("staff"."boss_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."size" = @p0) AS "#picked" WHERE "#picked"."c1" = "staff"."boss_id")));
--   @p0 Int32 1
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (([site_id] IS NOT NULL AND ([site_id] IS NULL OR [site_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" IS NOT NULL))) OR ([boss_id] IS NOT NULL AND ([boss_id] IS NULL OR [boss_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites" WHERE "sites"."size" = @p0) AS "#picked" WHERE "#picked"."c1" IS NOT NULL))));
--   @p0 Int32 1

-- ConditionGroup.WhereExists(Column, Query), ConditionGroup.WhereNotExists(Column, Query)
-- Ids.Where(or => or.WhereExists(Site, Keys).OrWhere(x => x.WhereNotExists(Boss, Keys)))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites") OR NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" = "staff"."boss_id"));
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([site_id] IN (SELECT "sites"."site_id" FROM "sites") OR ([boss_id] IS NULL OR [boss_id] NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" IS NOT NULL)));

-- ConditionGroup.WhereExists(Query), ConditionGroup.WhereNotExists(Query)
-- Ids.Where(or => or.WhereExists(Keys).OrWhere(x => x.WhereNotExists(Keys.WhereNull(Size))))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (EXISTS (SELECT "sites"."site_id" FROM "sites") OR NOT EXISTS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL));
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (EXISTS (SELECT "sites"."site_id" FROM "sites") OR NOT EXISTS (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."size" IS NULL));

-- ConditionGroup.WhereContains(Column<String>, String), ConditionGroup.WhereStarts(Column<String>, String), ConditionGroup.OrWhereContains(Column<String>, String), ConditionGroup.OrWhereStarts(Column<String>, String)
-- Ids.Where(or => or.WhereContains(Name, "a").WhereStarts(Name, "b").OrWhereContains(Name, "c").OrWhereStarts(Name, "d"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (("staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!' AND "staff"."name" COLLATE "C" ILIKE @p1 ESCAPE '!') OR "staff"."name" COLLATE "C" ILIKE @p2 ESCAPE '!' OR "staff"."name" COLLATE "C" ILIKE @p3 ESCAPE '!');
--   @p0 String "%a%"
--   @p1 String "b%"
--   @p2 String "%c%"
--   @p3 String "d%"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (([name] LIKE @p0 ESCAPE '!' AND [name] LIKE @p1 ESCAPE '!') OR [name] LIKE @p2 ESCAPE '!' OR [name] LIKE @p3 ESCAPE '!');
--   @p0 String "%a%"
--   @p1 String "b%"
--   @p2 String "%c%"
--   @p3 String "d%"

-- ConditionGroup.WhereEnds(Column<String>, String), ConditionGroup.WhereSame(Column<String>, String)
-- Ids.Where(or => or.WhereEnds(Name, "a").OrWhere(x => x.WhereSame(Name, "b")))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE ("staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!' OR "staff"."name" COLLATE "C" ILIKE @p1 ESCAPE '!');
--   @p0 String "%a"
--   @p1 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE ([name] LIKE @p0 ESCAPE '!' OR [name] LIKE @p1 ESCAPE '!');
--   @p0 String "%a"
--   @p1 String "b"

-- ConditionGroup.WhereFalse()
-- Ids.Where(or => or.WhereFalse().OrWhere(Level, Op.Eq, 1))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (FALSE OR "staff"."level" = @p0);
--   @p0 Int32 1
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (FALSE OR [level] = @p0);
--   @p0 Int32 1

-- Query.RestrictEach(Func<Table, Query>)
-- Ids.LeftJoin(Sites, SiteId, Site).Where(or => or.WhereNull(Name).OrWhereIn(Site, Keys)).RestrictEach(t => t == Sites ? Query.From(t).Where(Customer, Op.Eq, "c") : Query.From(t).Where(Level, Op.Lt, 3))
-- both
SELECT "staff"."staff_id" FROM "staff" LEFT JOIN "sites" ON ("sites"."site_id" = "staff"."site_id" AND "sites"."customer_id" = @p0) WHERE ("staff"."name" IS NULL OR "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p1)) AND "staff"."level" < @p2;
--   @p0 String "c"
--   @p1 String "c"
--   @p2 Int32 3

-- Aggregate.Rows
-- All.Select(Aggregate.Rows)
-- both
SELECT count(*) AS "count" FROM "staff";

-- Aggregate.Count(Column), Aggregate.CountDistinct(Column)
-- All.Select(Aggregate.Count(Doc), Aggregate.CountDistinct(Name))
-- both
SELECT count("staff"."doc") AS "count_doc", count(DISTINCT "staff"."name") AS "count_distinct_name" FROM "staff";

-- Aggregate.Sum(Column<Int32>), Aggregate.Sum(Column<Int32?>), Aggregate.Sum(Column<Int64>), Aggregate.Sum(Column<Int64?>)
-- All.Select(Aggregate.Sum(Level), Aggregate.Sum(Age), Aggregate.Sum(Points), Aggregate.Sum(Bonus))
-- PostgreSQL
SELECT CAST(sum("staff"."level") AS bigint) AS "sum_level", CAST(sum("staff"."age") AS bigint) AS "sum_age", CAST(sum("staff"."points") AS bigint) AS "sum_points", CAST(sum("staff"."bonus") AS bigint) AS "sum_bonus" FROM "staff";
-- SQLite
SELECT sum("staff"."level") AS "sum_level", sum("staff"."age") AS "sum_age", sum("staff"."points") AS "sum_points", sum("staff"."bonus") AS "sum_bonus" FROM "staff";

-- Aggregate.Sum(Column<Double>), Aggregate.Sum(Column<Double?>)
-- All.Select(Aggregate.Sum(Weight), Aggregate.Sum(Rate))
-- both
SELECT sum("staff"."weight") AS "sum_weight", sum("staff"."rate") AS "sum_rate" FROM "staff";

-- Aggregate.Average(Column)
-- All.Select(Aggregate.Average(Level), Aggregate.Average(Points), Aggregate.Average(Rate))
-- PostgreSQL
SELECT CAST(avg("staff"."level") AS double precision) AS "average_level", CAST(avg("staff"."points") AS double precision) AS "average_points", CAST(avg("staff"."rate") AS double precision) AS "average_rate" FROM "staff";
-- SQLite
SELECT avg("staff"."level") AS "average_level", avg("staff"."points") AS "average_points", avg("staff"."rate") AS "average_rate" FROM "staff";

-- Aggregate.Min(Column<T>), Aggregate.Max(Column<T>)
-- All.Select(Aggregate.Min(Name), Aggregate.Max(Points), Aggregate.Min(Born), Aggregate.Max(ArchivedAt)).OrderBy(Aggregate.Max(Name))
-- PostgreSQL
SELECT min("staff"."name" COLLATE "C") AS "min_name", max("staff"."points") AS "max_points", min("staff"."born") AS "min_born", max("staff"."archived_at") AS "max_archived_at" FROM "staff" ORDER BY max("staff"."name" COLLATE "C") COLLATE "C";
-- SQLite
SELECT min("staff"."name" COLLATE BINARY) AS "min_name", max("staff"."points") AS "max_points", min("staff"."born") AS "min_born", max("staff"."archived_at") AS "max_archived_at" FROM "staff" ORDER BY max("staff"."name" COLLATE BINARY) COLLATE BINARY NULLS LAST;

-- JsonColumns.JsonText(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonText(Column<JsonElement?>, ReadOnlySpan<JsonStep>)
-- All.Select(Id, Doc.JsonText("a", 0, "b.\"c")).Where(Doc.JsonText("a"), Op.Lt, "x").WhereContains(Extra.JsonText("b"), "y").OrderBy(Extra.JsonText("c")).Limit(2)
-- PostgreSQL
SELECT "staff"."staff_id", (CASE jsonb_typeof(jsonb_path_query_first("staff"."doc" -> @p0, 'strict $[$i]', jsonb_build_object('i', CAST(@p1 AS integer)), true) -> @p2) WHEN 'string' THEN (jsonb_path_query_first("staff"."doc" -> @p0, 'strict $[$i]', jsonb_build_object('i', CAST(@p1 AS integer)), true) ->> @p2) END) AS "doc" FROM "staff" WHERE (CASE jsonb_typeof("staff"."doc" -> @p3) WHEN 'string' THEN ("staff"."doc" ->> @p3) END) COLLATE "C" < @p4 AND (CASE jsonb_typeof("staff"."extra" -> @p5) WHEN 'string' THEN ("staff"."extra" ->> @p5) END) COLLATE "C" ILIKE @p6 ESCAPE '!' ORDER BY (CASE jsonb_typeof("staff"."extra" -> @p7) WHEN 'string' THEN ("staff"."extra" ->> @p7) END) COLLATE "C" LIMIT 2;
--   @p0 String "a"
--   @p1 Int32 0
--   @p2 String "b."c"
--   @p3 String "a"
--   @p4 String "x"
--   @p5 String "b"
--   @p6 String "%y%"
--   @p7 String "c"
-- SQLite
SELECT "staff"."staff_id", (CASE json_type("staff"."doc" -> @p0 -> @p1 -> @p2) WHEN 'text' THEN "staff"."doc" -> @p0 -> @p1 ->> @p2 END) AS "doc" FROM "staff" WHERE (CASE json_type("staff"."doc" -> @p3) WHEN 'text' THEN "staff"."doc" ->> @p3 END) COLLATE BINARY < @p4 AND (CASE json_type("staff"."extra" -> @p5) WHEN 'text' THEN "staff"."extra" ->> @p5 END) LIKE @p6 ESCAPE '!' ORDER BY (CASE json_type("staff"."extra" -> @p7) WHEN 'text' THEN "staff"."extra" ->> @p7 END) COLLATE BINARY NULLS LAST LIMIT 2;
--   @p0 String "$."a""
--   @p1 String "$[0]"
--   @p2 String "$."b.\"c""
--   @p3 String "$."a""
--   @p4 String "x"
--   @p5 String "$."b""
--   @p6 String "%y%"
--   @p7 String "$."c""

-- JsonColumns.JsonNumber(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonNumber(Column<JsonElement?>, ReadOnlySpan<JsonStep>)
-- Ids.Where(Doc.JsonNumber("a", "b"), Op.Gt, 1.5).WhereIn(Extra.JsonNumber(0), [1, 2])
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (CASE jsonb_typeof("staff"."doc" -> @p0 -> @p1) WHEN 'number' THEN CAST(("staff"."doc" -> @p0 ->> @p1) AS double precision) END) > @p2 AND (CASE jsonb_typeof(jsonb_path_query_first("staff"."extra", 'strict $[$i]', jsonb_build_object('i', CAST(@p3 AS integer)), true)) WHEN 'number' THEN CAST((jsonb_path_query_first("staff"."extra", 'strict $[$i]', jsonb_build_object('i', CAST(@p3 AS integer)), true) #>> '{}') AS double precision) END) = ANY(@p4);
--   @p0 String "a"
--   @p1 String "b"
--   @p2 Double 1.5
--   @p3 Int32 0
--   @p4 Double[] [1, 2]
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (CASE json_type([doc] -> @p0 -> @p1) WHEN 'integer' THEN CAST([doc] -> @p0 ->> @p1 AS REAL) WHEN 'real' THEN [doc] -> @p0 ->> @p1 END) > @p2 AND (CASE json_type([extra] -> @p3) WHEN 'integer' THEN CAST([extra] ->> @p3 AS REAL) WHEN 'real' THEN [extra] ->> @p3 END) IN (SELECT "value" FROM json_each(@p4));
--   @p0 String "$."a""
--   @p1 String "$."b""
--   @p2 Double 1.5
--   @p3 String "$[0]"
--   @p4 String "[1.0,2.0]"

-- JsonColumns.JsonBoolean(Column<JsonElement>, ReadOnlySpan<JsonStep>), JsonColumns.JsonBoolean(Column<JsonElement?>, ReadOnlySpan<JsonStep>)
-- Ids.Where(Doc.JsonBoolean("a"), Op.Eq, true).WhereNull(Extra.JsonBoolean("b"))
-- PostgreSQL
SELECT "staff"."staff_id" FROM "staff" WHERE (CASE jsonb_typeof("staff"."doc" -> @p0) WHEN 'boolean' THEN CAST(("staff"."doc" ->> @p0) AS boolean) END) = @p1 AND (CASE jsonb_typeof("staff"."extra" -> @p2) WHEN 'boolean' THEN CAST(("staff"."extra" ->> @p2) AS boolean) END) IS NULL;
--   @p0 String "a"
--   @p1 Boolean True
--   @p2 String "b"
-- SQLite
SELECT [staff_id] FROM "staff" WHERE (CASE json_type([doc] -> @p0) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) = @p1 AND (CASE json_type([extra] -> @p2) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) IS NULL;
--   @p0 String "$."a""
--   @p1 Int64 1
--   @p2 String "$."b""

-- Write.Insert(Table), Write.Set(Column<T>, T), Write.SetNull(Column)
-- Write.Insert(Staff).Set(Id, "W1").Set(Name, null).SetNull(Boss).Set(Level, 3).Set(IsTest, true).Set(Points, 1).Set(Weight, 0.5).Set(Tag, Guid.Empty).Set(Born, new DateOnly(2000, 2, 29)).Set(CreatedAt, At).Set(Photo, new byte[] { 1, 255 }).Set(Doc, Json).Set(Extra, Json)
-- PostgreSQL
INSERT INTO "staff" ("staff_id", "name", "boss_id", "level", "is_test", "points", "weight", "tag", "born", "created_at", "photo", "doc", "extra") VALUES (@p0, NULL, NULL, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, CAST(@p9 AS jsonb), CAST(@p10 AS jsonb));
--   @p0 String "W1"
--   @p1 Int32 3
--   @p2 Boolean True
--   @p3 Int64 1
--   @p4 Double 0.5
--   @p5 Guid 00000000-0000-0000-0000-000000000000
--   @p6 DateOnly 2000-02-29
--   @p7 DateTime 2026-03-01T10:30:00.0000000 Utc
--   @p8 Byte[] 01ff
--   @p9 String "{"a":1}"
--   @p10 String "{"a":1}"
-- SQLite
INSERT INTO "staff" ("staff_id", "name", "boss_id", "level", "is_test", "points", "weight", "tag", "born", "created_at", "photo", "doc", "extra") VALUES (@p0, NULL, NULL, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10);
--   @p0 String "W1"
--   @p1 Int32 3
--   @p2 Int64 1
--   @p3 Int64 1
--   @p4 Double 0.5
--   @p5 String "00000000-0000-0000-0000-000000000000"
--   @p6 String "2000-02-29"
--   @p7 String "2026-03-01T10:30:00.0000000Z"
--   @p8 Byte[] 01ff
--   @p9 String "{"a":1}"
--   @p10 String "{"a":1}"

-- Write.OrSkip()
-- Write.Insert(Sites).OrSkip().Set(SiteId, "C1").Set(Size, null)
-- both
INSERT INTO "sites" ("site_id", "size") VALUES (@p0, NULL) ON CONFLICT DO NOTHING;
--   @p0 String "C1"

-- Write.OrUpdate(ReadOnlySpan<Column>)
-- Write.Insert(Sites).Set(SiteId, "C1").Set(Customer, "c").SetNull(Size).OrUpdate(SiteId)
-- both
INSERT INTO "sites" ("site_id", "customer_id", "size") VALUES (@p0, @p1, NULL) ON CONFLICT ("site_id") DO UPDATE SET "customer_id" = excluded."customer_id", "size" = excluded."size";
--   @p0 String "C1"
--   @p1 String "c"

-- Write.OrUpdate(Query, ReadOnlySpan<Column>)
-- Write.Insert(Sites).Set(SiteId, "C1").Set(Customer, "c").OrUpdate(Query.From(Sites).Where(Customer, Op.Eq, "c").Where(or => or.WhereNull(Size).OrWhere(Size, Op.Lt, 3)), SiteId).Returning(Size)
-- both
INSERT INTO "sites" ("site_id", "customer_id") VALUES (@p0, @p1) ON CONFLICT ("site_id") DO UPDATE SET "customer_id" = excluded."customer_id" WHERE "sites"."customer_id" = @p2 AND ("sites"."size" IS NULL OR "sites"."size" < @p3) RETURNING "sites"."size";
--   @p0 String "C1"
--   @p1 String "c"
--   @p2 String "c"
--   @p3 Int32 3

-- Write.Update(Query), Write.Add(Column<Int64>, Int64)
-- Write.Update(One.Where(Points, Op.Ge, 2)).Set(Name, "n").SetNull(ArchivedAt).Add(Points, -2).Set(Doc, Json)
-- PostgreSQL
UPDATE "staff" SET "name" = @p0, "archived_at" = NULL, "points" = "staff"."points" + @p1, "doc" = CAST(@p2 AS jsonb) WHERE "staff"."staff_id" = @p3 AND "staff"."points" >= @p4;
--   @p0 String "n"
--   @p1 Int64 -2
--   @p2 String "{"a":1}"
--   @p3 String "W1"
--   @p4 Int64 2
-- SQLite
UPDATE "staff" SET "name" = @p0, "archived_at" = NULL, "points" = CASE typeof("staff"."points" + @p1) WHEN 'real' THEN abs(-9223372036854775808) ELSE "staff"."points" + @p1 END, "doc" = @p2 WHERE "staff"."staff_id" = @p3 AND "staff"."points" >= @p4;
--   @p0 String "n"
--   @p1 Int64 -2
--   @p2 String "{"a":1}"
--   @p3 String "W1"
--   @p4 Int64 2

-- Write.Update(All.WhereIn(Site, Keys.Where(Customer, Op.Eq, "c")).Where(or => or.WhereNull(Age).OrWhere(Age, Op.Lt, 3))).Set(Name, "n")
-- both
UPDATE "staff" SET "name" = @p0 WHERE "staff"."site_id" IN (SELECT "sites"."site_id" FROM "sites" WHERE "sites"."customer_id" = @p1) AND ("staff"."age" IS NULL OR "staff"."age" < @p2);
--   @p0 String "n"
--   @p1 String "c"
--   @p2 Int32 3

-- Write.Delete(Query)
-- Write.Delete(All.WhereNotIn(Site, Keys).WhereContains(Name, "x"))
-- PostgreSQL
DELETE FROM "staff" WHERE "staff"."site_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" = "staff"."site_id") AND "staff"."name" COLLATE "C" ILIKE @p0 ESCAPE '!';
--   @p0 String "%x%"
-- SQLite
DELETE FROM "staff" WHERE "staff"."site_id" IS NOT NULL AND ("staff"."site_id" IS NULL OR "staff"."site_id" NOT IN (SELECT "#picked"."c1" FROM (SELECT "sites"."site_id" AS "c1" FROM "sites") AS "#picked" WHERE "#picked"."c1" IS NOT NULL)) AND "staff"."name" LIKE @p0 ESCAPE '!';
--   @p0 String "%x%"

-- Write.Returning(ReadOnlySpan<Column>)
-- Write.Update(One).Add(Points, 1).Returning(Id, Points)
-- PostgreSQL
UPDATE "staff" SET "points" = "staff"."points" + @p0 WHERE "staff"."staff_id" = @p1 RETURNING "staff"."staff_id", "staff"."points";
--   @p0 Int64 1
--   @p1 String "W1"
-- SQLite
UPDATE "staff" SET "points" = CASE typeof("staff"."points" + @p0) WHEN 'real' THEN abs(-9223372036854775808) ELSE "staff"."points" + @p0 END WHERE "staff"."staff_id" = @p1 RETURNING "staff"."staff_id", "staff"."points";
--   @p0 Int64 1
--   @p1 String "W1"

-- Write.When(Boolean, Func<Write, Write>)
-- Write.Insert(Sites).Set(SiteId, "C1").When(true, w => w.OrSkip()).When(false, w => w.SetNull(Size))
-- both
INSERT INTO "sites" ("site_id") VALUES (@p0) ON CONFLICT DO NOTHING;
--   @p0 String "C1"

